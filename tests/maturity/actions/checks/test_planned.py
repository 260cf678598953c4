"""Plans of pull requests and of applies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.actions.checks import record_plan
from maturity.models import DriftCheck, DriftEpisode, Plan, PullState, Purpose
from tests.factories import make_pull_request, make_repository
from tests.maturity.actions.checks.making import drifts, failed, kinds, observed, origin, reading, waits

pytestmark = pytest.mark.django_db


def plan_of(stack, found=None, *, minutes: int = 0, pull: Any = None, **more: Any) -> Plan:
    at = timezone.now() - timedelta(hours=1) + timedelta(minutes=minutes)
    purpose = more.pop("purpose", Purpose.PULL_REQUEST)
    return record_plan(
        stack, found or reading(waits()), origin(at, **more),
        purpose=purpose, repository=stack.repository, pull_request=pull,
    )  # fmt: skip


def test_the_plan_of_a_pull_request_is_no_check_of_the_stack(stack):
    plan = plan_of(stack, reading(drifts(), waits()), pull=make_pull_request(stack.repository))
    stack.refresh_from_db()
    assert (plan.purpose, plan.pending, len(plan.changes)) == ("pull_request", 1, 2)
    assert (stack.finding, stack.checked_at, kinds()) == ("", None, [])
    assert DriftCheck.objects.count() == DriftEpisode.objects.count() == 0


def test_a_later_plan_takes_the_place_of_the_one_before(stack):
    pull = make_pull_request(stack.repository)
    first, second = plan_of(stack, pull=pull), plan_of(stack, pull=pull, minutes=5)
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert second.superseded_at is None


def test_a_plan_that_arrives_late_does_not_take_the_place_of_a_newer_one(stack):
    pull = make_pull_request(stack.repository)
    newer, late = plan_of(stack, pull=pull, minutes=5), plan_of(stack, pull=pull)
    newer.refresh_from_db()
    assert (newer.superseded_at, late.superseded_at is None) == (None, False)


def test_plans_of_other_pull_requests_stay(stack):
    first = plan_of(stack, pull=make_pull_request(stack.repository, 1))
    plan_of(stack, pull=make_pull_request(stack.repository, 2), minutes=5)
    first.refresh_from_db()
    assert first.superseded_at is None


def test_the_same_key_gives_the_plan_that_is_there(stack):
    assert plan_of(stack, idempotency_key="7") == plan_of(stack, idempotency_key="7", minutes=3)
    assert Plan.objects.count() == 1


def test_a_plan_of_no_stack_is_kept_with_its_repository():
    repository = make_repository()
    given: Any = {"purpose": Purpose.APPLY, "repository": repository}
    first = record_plan(None, reading(waits()), origin(idempotency_key="7"), **given)
    again = record_plan(None, reading(waits()), origin(idempotency_key="7"), **given)
    assert first == again
    assert (first.stack, first.repository) == (None, repository)


def test_a_failed_plan_of_a_pull_request_is_shown_as_failed(stack):
    plan = plan_of(stack, failed(), pull=make_pull_request(stack.repository))
    assert (plan.errored, plan.finding, plan.changes) == (True, "", [])


def test_an_apply_that_put_it_back_is_evidence_at_another_commit(stack, checks):
    checks.next(drifts())
    plan_of(stack, reading(drifts()), purpose=Purpose.APPLY)
    checks.at = timezone.now() - timedelta(hours=1)
    checks.next(commit="b")
    assert DriftEpisode.objects.get().evidence["why"] == "apply_reverted"


def test_a_merged_pull_request_that_followed_the_cloud_is_evidence(stack, checks):
    checks.next(drifts())
    plan_of(stack, reading(observed()), pull=make_pull_request(stack.repository, state=PullState.MERGED))
    checks.at = timezone.now() - timedelta(hours=1)
    checks.next(commit="b")
    assert DriftEpisode.objects.get().ending == "adopted"


def test_a_pull_request_that_is_still_open_is_none(stack, checks):
    checks.next(drifts())
    plan_of(stack, reading(observed()), pull=make_pull_request(stack.repository))
    checks.at = timezone.now() - timedelta(hours=1)
    checks.next(commit="b")
    assert DriftEpisode.objects.get().ending == "unknown"
