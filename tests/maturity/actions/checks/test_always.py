"""What holds after every check, whatever came before and in whichever order it arrived."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.core.drift.quiet import finding_of
from maturity.models import DriftEpisode, Outcome, Stack
from tests.factories import make_repository, make_stack
from tests.maturity.actions.checks.making import Checks, drifts, kinds, waits

pytestmark = pytest.mark.django_db

RESOURCES = st.sets(st.sampled_from(["a.a", "a.b", "a.c"]))
FINISHED = st.tuples(st.just("finished"), RESOURCES, st.booleans())
FAILED = st.tuples(st.just("failed"), st.sampled_from([one for one in Outcome if one != "finished"]))
STEPS = st.lists(st.tuples(st.integers(0, 40), st.one_of(FINISHED, FAILED)), max_size=8)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(STEPS)
def test_after_every_check_the_stack_shows_what_the_last_one_to_look_found(steps):
    with transaction.atomic():
        live_through(steps)
        transaction.set_rollback(True)  # the next example begins with an empty database


def live_through(steps):
    stack = make_stack(make_repository())
    checks, begin = Checks(stack), timezone.now() - timedelta(hours=60)
    latest: tuple[int, set[str], bool] = -1, set(), False
    for hour, (kind, *about) in steps:
        at = begin + timedelta(hours=hour)
        before = shown(stack)
        if kind == "failed":
            checks.fail(about[0], at=at)
            assert shown(stack) == before
            continue
        drifted, pending = about
        checks.next(*map(drifts, sorted(drifted)), *[waits()] * pending, at=at)
        if hour >= latest[0]:
            latest = hour, drifted, pending
        agrees_with(stack, *latest[1:])


def shown(stack: Stack) -> tuple[object, ...]:
    stack.refresh_from_db()
    return stack.finding, stack.checked_at, stack.latest_check_id, stack.drift_since, stack.drifted_resources


def agrees_with(stack: Stack, drifted: set[str], pending: bool) -> None:
    stack.refresh_from_db()
    episode = DriftEpisode.objects.open().filter(stack=stack).first()
    assert stack.finding == finding_of(len(drifted), int(pending))
    assert (episode is not None) == bool(drifted)
    assert stack.drift_since == (episode.first_seen_at if episode else None)
    if episode:
        assert {item["address"] for item in episode.items if item["ended"] is None} == drifted
    told = kinds()
    assert told.count("drift.opened") - told.count("drift.resolved") == int(episode is not None)
