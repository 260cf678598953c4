from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.drift.episode import ITEMS_KEPT, Item, Step, advance, fingerprint
from tests.maturity.core.drift.making import NOW, changed, deleted

LATER = NOW + timedelta(hours=1)


def after(*changes):
    return advance([], changes, NOW)


def test_the_first_drift_opens_an_episode():
    step = after(changed("a.b", "size", "tags.Team"), deleted("a.c"))
    assert (step.step, step.resources, step.deleted, step.attributes) == (Step.OPENED, 2, 1, 2)
    assert [(item.address, item.first_seen) for item in step.items] == [("a.b", NOW), ("a.c", NOW)]


@pytest.mark.parametrize(
    ("before", "now", "step"),
    [
        ([], [], Step.CLEAN),
        ([changed("a.b", "x")], [changed("a.b", "x")], Step.SAME),
        ([changed("a.b", "x")], [changed("a.b", "x"), changed("a.c", "x")], Step.GREW),
        ([changed("a.b", "x")], [changed("a.c", "x")], Step.GREW),
        ([changed("a.b", "x")], [changed("a.b", "x", "y")], Step.GREW),
        ([changed("a.b", "x")], [changed("a.b", "y")], Step.GREW),
        ([changed("a.b", "x")], [deleted("a.b")], Step.GREW),
        ([changed("a.b", "x")], [changed("a.b", "x", deposed="1f")], Step.GREW),
        ([deleted("a.b")], [changed("a.b", "x")], Step.SHRANK),
        ([changed("a.b", "x", "y")], [changed("a.b", "x")], Step.SHRANK),
        ([changed("a.b", "x"), changed("a.c")], [changed("a.b", "x")], Step.SHRANK),
        ([changed("a.b", "x")], [], Step.RESOLVED),
        ([changed("a.b")], [changed("a.b", "x")], Step.SAME),
        ([changed("a.b", "x")], [changed("a.b")], Step.SAME),
    ],
)
def test_what_a_check_does_to_an_episode(before, now, step):
    assert advance(after(*before).items, now, LATER).step is step


def test_attributes_are_remembered_when_a_plan_without_values_comes_between():
    between = advance(after(changed("a.b", "x")).items, [changed("a.b")], LATER)
    assert between.items[0].attributes == ("x",)
    assert fingerprint(between.items) == fingerprint(after(changed("a.b", "x")).items)


def test_a_resource_that_drifts_again_in_the_same_episode_is_growth():
    both = after(changed("a.b", "x"), changed("a.c", "x"))
    one = advance(both.items, [changed("a.b", "x")], LATER)
    again = advance(one.items, [changed("a.b", "x"), changed("a.c", "x")], LATER)
    assert [item.ended for item in one.items] == [None, LATER]
    assert again.step is Step.GREW
    assert [(item.first_seen, item.ended) for item in again.items] == [(NOW, None), (NOW, None)]


def test_the_fingerprint_is_of_places_and_not_of_values():
    here = fingerprint(after(changed("a.b", "x", "y"), deleted("a.c")).items)
    assert here == fingerprint(after(deleted("a.c"), changed("a.b", "y", "x")).items)
    others = [
        [changed("a.b", "x", "y")],
        [changed("a.b", "x"), deleted("a.c")],
        [changed("a.b", "x", "y"), changed("a.c")],
    ]
    assert here not in {fingerprint(after(*changes).items) for changes in others}


def many(count: int):
    return [changed(f"a.r{number:05}", "x") for number in range(count)]


def test_of_very_many_resources_some_are_listed_and_all_are_counted():
    step = after(*many(ITEMS_KEPT + 500))
    assert (len(step.items), step.resources) == (ITEMS_KEPT, ITEMS_KEPT + 500)
    again = advance(step.items, many(ITEMS_KEPT + 500), LATER, resources=step.resources)
    assert again.step is Step.SAME


def test_of_very_many_resources_one_more_is_growth_and_one_less_is_not():
    step = after(*many(ITEMS_KEPT + 500))
    more = advance(step.items, many(ITEMS_KEPT + 501), LATER, resources=step.resources)
    less = advance(step.items, many(ITEMS_KEPT + 500)[1:], LATER, resources=step.resources)
    assert (more.step, less.step) == (Step.GREW, Step.SHRANK)


ADDRESSES = st.sampled_from(["a.a", "a.b", "a.c"])
CHANGES = st.lists(
    st.one_of(
        st.builds(deleted, ADDRESSES),
        st.builds(
            lambda address, paths: changed(address, *paths), ADDRESSES, st.sets(st.sampled_from("xyz"))
        ),
    ),
    unique_by=lambda change: change.address,
)


@given(st.lists(CHANGES, max_size=6))
def test_what_drifts_is_what_the_last_check_saw(readings):
    items: tuple[Item, ...] = ()
    for number, changes in enumerate(readings):
        step = advance(items, changes, NOW + timedelta(hours=number))
        assert {item.address for item in step.open} == {change.address for change in changes}
        opened, over = step.step is Step.OPENED, step.step is Step.RESOLVED
        assert opened == (bool(changes) and not any(item.ended is None for item in items))
        assert over == (not changes and any(item.ended is None for item in items))
        items = step.items if step.open else ()


@given(CHANGES.filter(bool))
def test_the_same_check_again_is_always_the_same(changes):
    step = after(*changes)
    again = advance(step.items, changes[::-1], LATER)
    assert again.step is Step.SAME
    assert fingerprint(again.items) == fingerprint(step.items)
