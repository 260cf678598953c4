"""The chain over the Events, as plain values."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from maturity.core.chain import GENESIS, Entry, Link, flaws, hash_of


def entry(position: int) -> Entry:
    at = f"2026-11-23T10:00:{position % 60:02}.000000+00:00"
    return Entry(
        position, 100 + position, at, "drift.opened", f"stack {position}", {"n": position}, {"actor": "lin"}
    )


def chain(length: int) -> list[Link]:
    links, before = [], GENESIS
    for position in range(1, length + 1):
        before = hash_of(before, entry(position))
        links.append(Link(position, before, entry(position)))
    return links


def said(links: list[Link], count: int = 6, head: str = "") -> list[tuple[int, str]]:
    return [(one.position, one.what) for one in flaws(links, count, head or chain(count)[-1].hash)]


def test_an_untouched_chain_has_no_flaw():
    assert said(chain(6)) == []
    assert list(flaws([], 0, GENESIS)) == []


@pytest.mark.parametrize(
    "field", [{"kind": "drift.grew"}, {"subject": "x"}, {"data": {"n": 4.5}}, {"who": {}}, {"at": "2026"},
              {"event": 1}],
)  # fmt: skip
def test_any_altered_field_is_found_at_its_place(field: dict[str, object]):
    links = chain(6)
    links[2] = replace(links[2], entry=replace(entry(3), **field))
    assert said(links) == [(3, "its event or its place in the chain was altered")]


def test_a_removed_link_is_found_wherever_it_stood():
    assert said(chain(6)[1:])[0] == (1, "this link was removed")
    assert said([*chain(6)[:2], *chain(6)[4:]])[0] == (3, "the links 3 to 4 were removed")
    assert said(chain(6)[:4]) == [(5, "the links 5 to 6 were removed")]


def test_a_deleted_event_is_found_though_its_link_stands():
    links = chain(6)
    links[4] = replace(links[4], entry=None)
    assert said(links) == [(5, "its event was deleted")]


def test_a_link_put_behind_the_end_is_found():
    assert said(chain(7)) == [(7, "the end of the chain is not the one that was noted")]


def test_a_chain_made_anew_from_the_middle_does_not_end_as_noted():
    links, before = chain(6)[:3], chain(6)[2].hash
    for position in (4, 5, 6):
        changed = replace(entry(position), subject="other")
        before = hash_of(before, changed)
        links.append(Link(position, before, changed))
    assert said(links) == [(6, "the end of the chain is not the one that was noted")]


@given(st.integers(1, 6), st.integers(1, 6))
def test_any_two_events_that_changed_places_are_found(one: int, other: int):
    links = chain(6)
    links[one - 1], links[other - 1] = (
        replace(links[one - 1], entry=replace(entry(other), position=one)),
        replace(links[other - 1], entry=replace(entry(one), position=other)),
    )
    assert {place for place, _ in said(links)} == ({one, other} if one != other else set())


def test_the_order_of_keys_is_not_part_of_what_happened():
    there, back = {"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"d": 3, "c": 2}, "a": 1}
    hashes = [hash_of(GENESIS, replace(entry(1), data=data)) for data in (there, back)]
    assert all(one == other for one, other in pairwise(hashes))
