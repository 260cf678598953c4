"""Whatever column of whatever row is altered, removed, swapped or put in: verifying finds it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.actions import chain
from maturity.core.state.places import Place
from maturity.models import ChainHead, ChainLink, Event
from tests.factories import days_ago, make_event, make_repository, make_stack, make_team, make_user

pytestmark = pytest.mark.django_db
LENGTH = 12
ANCHORING = "maturity.actions.chain.anchoring"
PLACES = st.integers(1, LENGTH)
SHARED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
UNTOLD = {"id", "delivered_at"}  # its key, by which its link finds it, and whether it was told


@pytest.fixture
def made() -> list[Event]:
    repository, lin, team = make_repository(), make_user("lin"), make_team("Network")
    of: dict[str, Any] = {"actor": lin, "stack": make_stack(repository), "team": team}
    events = [
        make_event(repository, "drift.opened", subject=f"s {n}", data={"n": n}, **of) for n in range(LENGTH)
    ]
    chain.seal([one.pk for one in events])
    return events


def altered(column: str) -> Any:
    other = make_repository("acme/other")
    return {
        "kind": "drift.grew", "subject": "s", "data": {}, "at": days_ago(3), "actor": make_user("eve"),
        "repository": other, "stack": make_stack(other), "team": make_team("Other"),
        "event": 10**9, "position": 10**9, "who": {}, "hash": "0" * 64, "count": LENGTH + 1,
    }[column]  # fmt: skip


def columns(model: Any, *without: str) -> list[str]:
    return sorted(one.name for one in model._meta.concrete_fields if one.name not in without)


def flaws() -> list[int]:
    return [one.position for one in chain.verify().flaws]


@pytest.mark.parametrize("column", columns(Event, *UNTOLD))
def test_every_column_of_an_event_is_vouched_for(made: list[Event], column: str):
    Event.objects.filter(pk=made[4].pk).update(**{column: altered(column)})
    assert flaws() == [5]


@pytest.mark.parametrize("column", columns(ChainLink))
def test_every_column_of_a_link_is_vouched_for(made: list[Event], column: str):
    ChainLink.objects.filter(position=5).update(**{column: altered(column)})
    assert 5 in flaws()


@pytest.mark.parametrize("column", columns(ChainHead, "id", "swept_to"))
def test_the_end_that_was_noted_is_vouched_for(made: list[Event], column: str):
    ChainHead.objects.update(**{column: altered(column)})
    assert flaws() != []


@SHARED
@given(column=st.sampled_from(columns(Event, *UNTOLD)), place=PLACES, other=PLACES)
def test_a_random_alteration_removal_or_swap_is_found(made: list[Event], column: str, place: int, other: int):
    one, two = made[place - 1], made[other - 1]
    with transaction.atomic():
        Event.objects.filter(pk=one.pk).update(**{column: altered(column)})
        assert flaws() == [place]
        transaction.set_rollback(True)
    with transaction.atomic():
        Event.objects.filter(pk=one.pk)._raw_delete("default")
        assert flaws() == [place]
        transaction.set_rollback(True)
    if place != other:
        with transaction.atomic():
            ChainLink.objects.filter(position=place).update(event=10**9)
            ChainLink.objects.filter(position=other).update(event=one.pk)
            ChainLink.objects.filter(position=place).update(event=two.pk)
            assert flaws() == sorted([place, other])
            transaction.set_rollback(True)


@SHARED
@given(place=PLACES)
def test_a_link_that_is_taken_out_is_found_at_its_place(made: list[Event], place: int):
    with transaction.atomic():
        ChainLink.objects.filter(position=place).delete()
        assert flaws()[0] == place
        transaction.set_rollback(True)


def test_an_event_that_is_put_in_between_is_found(made: list[Event]):
    ChainHead.objects.update(swept_to=made[-1].pk)
    late = make_event(made[0].repository, "drift.opened", pk=-5)
    assert [one.what for one in chain.verify().flaws] == [f"event {late.pk} was put in later"]


def test_a_tail_that_is_cut_off_with_its_head_is_found_by_the_anchor(
    made: list[Event], monkeypatch: pytest.MonkeyPatch
):
    last = ChainLink.objects.get(position=LENGTH)
    monkeypatch.setattr(f"{ANCHORING}._folder", lambda: Place("audit", "rungs"))
    monkeypatch.setattr(f"{ANCHORING}._access", lambda: None)
    monkeypatch.setattr(f"{ANCHORING}.anchors.kept", lambda *_: {LENGTH: last.hash})
    assert flaws() == []
    ChainLink.objects.filter(position__gt=LENGTH - 3).delete()
    Event.objects.filter(pk__in=[one.pk for one in made[-3:]])._raw_delete("default")
    ChainHead.objects.update(count=LENGTH - 3, hash=ChainLink.objects.get(position=LENGTH - 3).hash)
    assert flaws() == [LENGTH]
