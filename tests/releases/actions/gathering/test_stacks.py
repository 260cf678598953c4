from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from maturity.models import Stack
from releases.actions.gathering.stacks import gather
from releases.models import Release
from tests.factories import days_ago, make_episode, make_repository, make_stack
from tests.releases.actions.gathering.conftest import Touch


def test_only_stacks_named_for_the_environment_it_goes_to_are_touched(
    release: Release, touch: Touch, now: datetime
):
    stack = touch()
    touch("live/stage", "stage")
    make_stack(stack.repository, "live/other")
    found = gather(release, now)
    assert (found.environment, [one.name for one in found.stacks]) == ("prod", ["live/prod"])
    assert found.settings == "/releases/applications/ai-shell/#stacks"


def test_a_stack_is_told_with_its_open_drift(release: Release, touch: Touch, now: datetime):
    stack = touch(checked_at=now)
    make_episode(stack, ended_at=now, ending="reverted")
    until = now + timedelta(days=3)
    episode = make_episode(stack, resources=3, acknowledged_until=until, acknowledged_reason="vendor")
    one = gather(release, now).stacks[0]
    assert (one.url, one.checked_at, one.gone) == (f"/stacks/{stack.pk}/", now, False)
    assert one.drift is not None
    assert (one.drift.url, one.drift.resources) == (f"/drift/{episode.pk}/", 3)
    assert (one.drift.acknowledged(now), one.drift.reason) == (True, "vendor")


def test_a_check_that_fails_is_told_with_its_reason(release: Release, touch: Touch, now: datetime):
    touch(failing_since=days_ago(2), attempt_error="no credentials", gone_at=now)
    one = gather(release, now).stacks[0]
    assert (one.error, one.gone, one.checked_at) == ("no credentials", True, None)


def test_stacks_are_told_apart_by_repository_and_environment(release: Release, touch: Touch, now: datetime):
    touch()
    assert [one.name for one in gather(release, now).stacks] == ["live/prod"]
    other = make_repository("acme/network")
    touch("live/prod", repository=other)
    assert [one.name for one in gather(release, now).stacks] == [
        "acme/ai-shell/live/prod",
        "acme/network/live/prod",
    ]


def test_a_stack_that_is_the_whole_repository_is_called_like_it(
    release: Release, touch: Touch, now: datetime
):
    touch("")
    assert [one.name for one in gather(release, now).stacks] == ["acme/ai-shell"]


def test_stacks_of_one_folder_are_told_apart_by_their_environment(
    release: Release, touch: Touch, now: datetime
):
    touch("live", environment_label="eu")
    touch("live", environment_label="us")
    assert [one.name for one in gather(release, now).stacks] == ["live eu", "live us"]


def test_five_hundred_stacks_cost_as_many_queries_as_one(
    release: Release, many: list[Stack], now: datetime, django_assert_num_queries: Any
):
    make_episode(many[0])
    with django_assert_num_queries(2):
        assert len(gather(release, now).stacks) == 500
