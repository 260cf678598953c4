from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import Stack, StateLock
from releases.actions.gathering.locks import gather
from releases.models import Release
from tests.factories import days_ago
from tests.releases.actions.gathering.conftest import Touch


def make_lock(stack: Stack, **fields: Any) -> StateLock:
    at = days_ago(0.1)
    given = {"who": "jan@laptop", "operation": "apply", "since": at, "first_seen_at": at, "last_seen_at": at}
    return StateLock.objects.create(stack=stack, lock_id="1", **{**given, **fields})


def test_a_lock_that_is_held_is_told_and_one_let_go_is_not(release: Release, touch: Touch, now: datetime):
    make_lock(touch(state_checked_at=now))
    make_lock(touch("live/dns", state_error="AccessDenied"), released_at=now)
    held, free = sorted(gather(release, now).states, key=lambda one: one.lock is None)
    assert held.lock is not None
    assert (held.stack, held.lock.who, held.seen_at) == ("live/prod", "jan@laptop", now)
    assert (free.stack, free.lock, free.error) == ("live/dns", None, "AccessDenied")


def test_five_hundred_states_cost_as_many_queries_as_one(
    release: Release, many: list[Stack], now: datetime, django_assert_num_queries: Any
):
    make_lock(many[7])
    with django_assert_num_queries(2):
        assert sum(one.lock is not None for one in gather(release, now).states) == 1
