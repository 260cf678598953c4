"""Sending a plan: what it becomes, and what the answer says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maturity.models import (
    DriftCheck,
    DriftEpisode,
    Event,
    Plan,
    PlanStatus,
    PullRequest,
    Repository,
    Run,
    Stack,
)
from maturity.models.runs import plan_of
from tests.factories import make_run, make_stack
from tests.maturity.api.conftest import Send
from tests.maturity.api.plans import BOTH, CLEAN, DRIFTED, PENDING, shown, streamed

pytestmark = pytest.mark.usefixtures("prod")


def test_a_drifted_plan_becomes_a_check_and_opens_an_episode(send: Send, prod: Stack):
    response = send(shown(DRIFTED), stack="live/prod", exit_code=2, commit="c0ffee1")
    told, check = response.json(), DriftCheck.objects.get()
    assert response.status_code == 201
    assert (told["check"], told["plan"], told["stack"], told["stack_id"]) == (
        check.pk, check.plan_id, "live/prod", prod.pk,
    )  # fmt: skip
    assert (told["outcome"], told["finding"], told["drifted"], told["pending"]) == (
        "finished", "drifted", 1, 0,
    )  # fmt: skip
    assert told["counts"]["update"] == 1
    assert told["url"] == f"http://127.0.0.1:8000/stacks/{prod.pk}/"
    assert (check.commit, check.source) == ("c0ffee1", "push")
    assert DriftEpisode.objects.open().get().stack == prod


@pytest.mark.parametrize(
    ("case", "code", "finding"),
    [(CLEAN, 0, "in_sync"), (PENDING, 2, "pending"), (BOTH, 2, "drifted_and_pending")],
)
def test_drift_and_pending_changes_stay_two_facts(send: Send, case: str, code: int, finding: str):
    assert send(shown(case), stack="live/prod", exit_code=code).json()["finding"] == finding


@pytest.mark.parametrize("packed", [False, True])
def test_every_form_of_a_plan_is_taken(send: Send, packed: bool):
    for body in (shown(DRIFTED), streamed(DRIFTED), shown(DRIFTED) + b"\n" + shown(CLEAN)):
        told = send(body, packed=packed, stack="live/prod", exit_code=2, force=1).json()
        assert (told["finding"], told["drifted"]) == ("drifted", 1)


def test_an_empty_body_with_an_error_is_a_failed_check_and_the_finding_stays(send: Send, prod: Stack):
    send(shown(DRIFTED), stack="live/prod", exit_code=2)
    response = send(b"", stack="live/prod", exit_code=1, headers={"Content-Encoding": "gzip"})
    told = response.json()
    assert (response.status_code, told["outcome"], told["finding"]) == (201, "errored", None)
    assert told["error"] == "terraform ended with exit code 1, and there was no plan to send"
    prod.refresh_from_db()
    assert (prod.finding, prod.attempt, prod.failures) == ("drifted", "errored", 1)


def test_a_plan_that_failed_half_way_changes_no_finding(send: Send, prod: Stack):
    send(shown(CLEAN), stack="live/prod", exit_code=0)
    told = send(shown(DRIFTED), stack="live/prod", exit_code=1).json()
    assert (told["outcome"], told["finding"]) == ("errored", None)
    prod.refresh_from_db()
    assert prod.finding == "in_sync"


def test_a_plan_of_a_pull_request_is_no_check(send: Send, prod: Stack):
    response = send(
        shown(PENDING), stack="live/prod", exit_code=2, pull_request=214, commit="c0ffee1", title="Bigger"
    )
    told, plan = response.json(), Plan.objects.get()
    assert (response.status_code, told["check"], told["plan"], told["pull_request"]) == (
        201, None, plan.pk, 214,
    )  # fmt: skip
    assert plan.pull_request is not None
    assert (plan.purpose, plan.pull_request.title) == ("pull_request", "Bigger")
    assert plan.pull_request.url == "https://github.com/acme/network/pull/214"
    prod.refresh_from_db()
    assert (prod.finding, DriftCheck.objects.count()) == ("", 0)


def test_what_a_pull_requests_plan_says_is_noted_on_it(send: Send, prod: Stack):
    send(shown(PENDING), stack="live/prod", exit_code=2, pull_request=214, commit="c0ffee1")
    status = PlanStatus.objects.get()
    assert (status.origin, status.stack, status.plan, status.state) == (
        "push", prod, Plan.objects.get(), "changed",
    )  # fmt: skip
    send(b"", stack="live/prod", exit_code=1, pull_request=214, commit="c0ffee2")
    assert PlanStatus.objects.get().state == "errored"
    assert PullRequest.objects.get().plan_state == "errored"


def test_a_known_pull_request_is_kept_as_its_host_tells_it(send: Send, network: Repository):
    send(shown(PENDING), stack="live/prod", exit_code=2, pull_request=3, title="First")
    send(shown(PENDING), stack="live/prod", exit_code=2, pull_request=3, title="Second")
    assert [one.title for one in PullRequest.objects.all()] == ["First"]
    assert Plan.objects.filter(superseded_at=None).count() == 1


def test_a_failed_plan_of_a_pull_request_is_shown_as_failed(send: Send):
    told = send(b"", stack="live/prod", exit_code=1, pull_request=3).json()
    assert (told["outcome"], told["plan"]) == ("errored", Plan.objects.get().pk)


def test_the_plan_of_an_apply_is_kept_apart(send: Send):
    told = send(shown(PENDING), stack="live/prod", exit_code=0, purpose="apply").json()
    assert (told["check"], told["finding"], Plan.objects.get().purpose) == (None, None, "apply")


def test_after_an_apply_rungs_looks_itself_where_that_is_its_part(
    send: Send, prod: Stack, monkeypatch: pytest.MonkeyPatch
):
    told_workers: list[int] = []
    monkeypatch.setattr("maturity.tasks.send", told_workers.append)
    push = {"stack": "live/prod", "exit_code": 0, "purpose": "apply"}
    assert send(shown(PENDING), **push).json()["notes"] == []
    Stack.objects.update(mode="pull")
    assert send(shown(PENDING), **push).json()["notes"] == ["a drift check was asked for"]
    run = Run.objects.get()
    assert (run.stack, run.trigger, told_workers) == (prod, "apply", [run.pk])


def test_an_apply_that_cannot_be_followed_up_is_taken_all_the_same(send: Send, prod: Stack):
    Stack.objects.update(mode="pull")
    make_run(
        prod.repository,
        "running",
        kind="plan",
        stack=make_stack(prod.repository, "b"),
        exclusive=plan_of(prod),
    )
    told = send(shown(PENDING), stack="live/prod", exit_code=0, purpose="apply")
    assert told.status_code == 201
    assert told.json()["notes"][0].startswith("no drift check was asked for: ")


def test_the_same_key_again_is_answered_the_same_and_written_once(send: Send):
    key = {"Idempotency-Key": "run-7"}
    first = send(shown(DRIFTED), stack="live/prod", exit_code=2, headers=key)
    again = send(shown(CLEAN), stack="live/prod", exit_code=0, headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "notes": again.json()["notes"]}
    assert (DriftCheck.objects.count(), Event.objects.filter(kind="drift.opened").count()) == (1, 1)


def test_a_key_counts_for_plans_of_pull_requests_too(send: Send):
    key = {"Idempotency-Key": "run-7"}
    first = send(shown(PENDING), stack="live/prod", exit_code=2, pull_request=3, headers=key)
    again = send(shown(PENDING), stack="live/prod", exit_code=2, pull_request=3, headers=key)
    assert (first.status_code, again.status_code, Plan.objects.count()) == (201, 200, 1)
    assert again.json()["plan"] == first.json()["plan"]


def test_a_clock_that_runs_ahead_is_set_right_and_said(send: Send):
    ahead = timezone.now() + timedelta(hours=3)
    told = send(shown(CLEAN), stack="live/prod", exit_code=0, started_at=ahead.isoformat()).json()
    assert told["notes"][-1].startswith("the sender's clock is 10")
    assert DriftCheck.objects.get().started_at <= timezone.now()


def test_seconds_since_1970_are_a_time_as_well(send: Send):
    then = timezone.now() - timedelta(minutes=7)
    send(shown(CLEAN), stack="live/prod", exit_code=0, started_at=int(then.timestamp()))
    assert abs(DriftCheck.objects.get().started_at - then) < timedelta(seconds=1)


def test_a_stack_nobody_scanned_is_made_known_when_that_is_asked_for(send: Send):
    response = send(shown(CLEAN), stack="new/place", exit_code=0, register=1)
    made = Stack.objects.get(directory="new/place")
    assert (response.status_code, response.json()["stack_id"], made.declared) == (201, made.pk, True)
    assert send(shown(CLEAN), stack="new/place", exit_code=0, register=1).json()["stack_id"] == made.pk


def test_few_queries_are_made_and_no_more_beside_many_stacks(send: Send, network: Repository):
    send(shown(DRIFTED), stack="live/prod", exit_code=2)
    counted = []
    for first in (0, 30):
        for number in range(first, first + 30):
            make_stack(network, f"live/{number}")
        with CaptureQueriesContext(connection) as made:
            assert send(shown(DRIFTED), stack="live/prod", exit_code=2).status_code == 201
        counted.append(len([one for one in made if "SAVEPOINT" not in one["sql"]]))
    assert counted[0] == counted[1] <= 16


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_key_one_is_written(send: Send):
    def push(_: int) -> Any:
        try:
            return send(shown(DRIFTED), stack="live/prod", exit_code=2, headers={"Idempotency-Key": "k"})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(push, range(4)))
    assert {one.status_code for one in answers} <= {200, 201}
    assert len({one.json()["check"] for one in answers}) == 1
    assert DriftCheck.objects.count() == 1
