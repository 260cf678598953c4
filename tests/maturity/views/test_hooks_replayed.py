"""Webhooks that come again, and secrets that were replaced: nothing but a look comes of it."""

from __future__ import annotations

import base64
import hmac
import json
import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.actions.pulls import end_old_secret, rotate_secret, secret_of
from maturity.actions.pulls.secrets import GRACE
from maturity.models import Delivery, Event, PlanStatus, PullRequest, Repository, Run, Schedule, User
from tests.factories import make_pull_request, make_schedule, make_stack
from tests.maturity.views.test_hooks import HEAD, deliver, outside, project, repository, tell
from tests.servers_hosts import check_run, github_pull

__all__ = ["outside", "project", "repository"]
pytestmark = pytest.mark.django_db


def test_a_secret_that_was_replaced_counts_for_a_day(outside: Client, repository: Repository, lin: User):
    old = secret_of(repository)
    rotate_secret(lin, repository)
    assert deliver(outside, repository, "ping", {}, secret=old) == 200
    assert deliver(outside, repository, "ping", {"zen": "x"}, secret=secret_of(repository)) == 200
    Repository.objects.update(webhook_rotated_at=timezone.now() - GRACE)
    assert deliver(outside, repository, "ping", {}, secret=old) == 403


def test_of_two_that_were_replaced_only_the_last_counts(outside: Client, repository: Repository, lin: User):
    oldest = secret_of(repository)
    rotate_secret(lin, repository)
    rotate_secret(lin, repository)
    assert deliver(outside, repository, "ping", {}, secret=oldest) == 403


def test_an_old_secret_that_was_ended_counts_no_more(outside: Client, repository: Repository, lin: User):
    old = secret_of(repository)
    rotate_secret(lin, repository)
    end_old_secret(lin, repository)
    assert deliver(outside, repository, "ping", {}, secret=old) == 403
    assert deliver(outside, repository, "ping", {}, secret=secret_of(repository)) == 200


def facts() -> Any:
    """All that a webhook could change, but for when the host is looked at next."""
    tables = (PullRequest, PlanStatus, Run, Event, Repository)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_caught_delivery_is_not_taken_again_under_another_number(outside: Client, repository: Repository):
    event = {"pull_request": github_pull()}
    assert deliver(outside, repository, "pull_request", event, number="d1") == 200
    PullRequest.objects.all().delete()
    for number in ("d1", "d2", "", "x" * 200):
        assert deliver(outside, repository, "pull_request", event, number=number) == 200
    assert not PullRequest.objects.exists()
    assert Delivery.objects.count() == 1


def test_the_words_of_one_event_are_not_taken_for_another(outside: Client, repository: Repository):
    """The name of the event is not signed either."""
    event = {"pull_request": github_pull(), "check_run": None}
    assert deliver(outside, repository, "pull_request", event) == 200
    before = facts()
    assert deliver(outside, repository, "check_run", event) == 400
    assert deliver(outside, repository, "check_suite", event) == 200  # a reason to look, no more
    assert facts() == before


def test_an_old_delivery_that_nobody_remembers_causes_nothing_but_a_look(
    outside: Client, repository: Repository
):
    """Merged and planned anew since; what was caught then is sent again a month later."""
    make_stack(repository)
    failed = {"check_run": check_run("plan", "failure", completed_at="2026-11-02T09:10:00Z")}
    opened = {"pull_request": github_pull(updated_at="2026-11-02T09:00:00Z")}
    make_pull_request(repository, 7, head_sha=HEAD, base_sha="b" * 40, updated_at=timezone.now())
    assert deliver(outside, repository, "check_run", {"check_run": check_run("plan", "success")}) == 200
    schedule = make_schedule(repository, kind="pulls")
    Delivery.objects.all().delete()
    before, next_look = facts(), schedule.next_run_at
    assert deliver(outside, repository, "pull_request", opened, number="late") == 200
    assert deliver(outside, repository, "check_run", failed, number="later") == 200
    assert facts() == before
    assert Schedule.objects.get(pk=schedule.pk).next_run_at < next_look


def test_a_merge_that_is_told_again_asks_for_no_second_check(outside: Client, repository: Repository):
    make_stack(repository, mode="pull")
    merged = {"pull_request": github_pull(state="closed", merged_at="2026-11-02T10:00:00Z")}
    make_pull_request(repository, 7, head_sha=HEAD, base_sha="b" * 40)
    PullRequest.objects.update(state="merged", updated_at=timezone.now())
    before = facts()
    assert deliver(outside, repository, "pull_request", merged, number="again") == 200
    assert facts() == before


def signed(project: Repository, number: str, body: bytes, at: int) -> dict[str, str]:
    key = base64.b64decode(secret_of(project).removeprefix("whsec_"))
    made = base64.b64encode(hmac.digest(key, f"{number}.{at}.".encode() + body, "sha256")).decode()
    return {
        "webhook-id": number, "webhook-timestamp": str(at), "webhook-signature": f"v1,{made}",
        "X-Gitlab-Token": "",
    }  # fmt: skip


def test_gitlabs_signature_covers_number_and_time(outside: Client, project: Repository):
    event = {"ref": "refs/heads/main"}
    body, now = json.dumps(event).encode(), int(time.time())
    good = signed(project, "m1", body, now)
    assert tell(outside, project, "Push Hook", event, **good) == 200
    assert tell(outside, project, "Push Hook", event, **good) == 200
    assert Delivery.objects.count() == 1
    for changed in ({"webhook-id": "m2"}, {"webhook-timestamp": str(now + 1)}, {"webhook-id": ""}):
        assert tell(outside, project, "Push Hook", event, **{**good, **changed}) == 403
    for late in (now - 3600, now + 3600):
        assert tell(outside, project, "Push Hook", event, **signed(project, "m3", body, late)) == 403


def test_gitlabs_token_alone_is_heard_once_for_the_same_words(outside: Client, project: Repository):
    event = {"ref": "refs/heads/main"}
    for key in ("k1", "k1", "k2", ""):
        assert tell(outside, project, "Push Hook", event, **{"Idempotency-Key": key}) == 200
    assert Delivery.objects.count() == 1
