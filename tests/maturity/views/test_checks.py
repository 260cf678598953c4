"""Asking for checks, watching one, taking it back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from maturity.models import Run, Stack, State
from tests.factories import days_ago, make_run, make_scanned, make_stack
from tests.pages import Page, get

HTMX = {"HX-Request": "true", "HX-Target": "check"}


@pytest.fixture
def stack(db: None) -> Stack:
    return make_stack(make_scanned("acme/network"), "live/prod", mode="pull")


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The checks workers were told about."""
    told: list[int] = []
    monkeypatch.setattr("maturity.tasks.plan_stack.delay", told.append)
    return told


def test_asking_for_a_check_queues_one_and_tells_a_worker(
    client: Client, stack: Stack, planned: list[int]
) -> None:
    assert f"/stacks/{stack.pk}/check/" in get(client, f"/stacks/{stack.pk}/").actions
    for _twice in range(2):
        response = client.post(f"/stacks/{stack.pk}/check/")
        assert response.headers["Location"] == f"/stacks/{stack.pk}/"
    run = Run.objects.get()
    assert (run.kind, run.stack, run.state) == ("plan", stack, State.QUEUED)
    assert set(planned) == {run.pk}
    assert "Waiting for a worker" in get(client, f"/stacks/{stack.pk}/").text


def test_a_stack_of_ci_has_no_button_and_is_refused(client: Client, stack: Stack, planned: list[int]) -> None:
    Stack.objects.update(mode="push")
    assert f"/stacks/{stack.pk}/check/" not in get(client, f"/stacks/{stack.pk}/").actions
    response = client.post(f"/stacks/{stack.pk}/check/")
    assert response.status_code == 422
    assert b"CI plans this stack: switch it to pull mode" in response.content
    assert not Run.objects.exists()


def test_all_that_a_worker_plans_are_checked_and_counted(client: Client, stack: Stack) -> None:
    make_stack(stack.repository, "live/other", mode="pull")
    make_stack(stack.repository, "live/ci")
    assert "Check all now 2" in get(client, "/drift/").text
    page = Page(client.post("/drift/check/", follow=True))
    assert "2 checks were asked for." in page.text
    assert Run.objects.filter(kind="plan").count() == 2
    assert "were asked for" not in get(client, "/drift/").text


def test_only_what_the_filter_leaves_is_checked(client: Client, stack: Stack) -> None:
    other = make_stack(stack.repository, "live/other", mode="pull")
    response = client.post("/drift/check/", {"q": "other", "since": "all"})
    assert response.headers["Location"] == "/drift/?since=all&q=other"
    assert Run.objects.get().stack == other


def test_without_a_stack_to_check_there_is_no_button(client: Client, stack: Stack) -> None:
    Stack.objects.update(mode="push")
    assert "Check all now" not in get(client, "/drift/").text


def check(stack: Stack, state: str, **fields: object) -> int:
    return make_run(stack.repository, state, kind="plan", stack=stack, exclusive="state:a", **fields).pk


def test_a_queued_check_is_cancelled_at_once(client: Client, stack: Stack) -> None:
    run = check(stack, "queued")
    assert f"/runs/{run}/cancel/" in get(client, f"/stacks/{stack.pk}/").actions
    assert client.post(f"/runs/{run}/cancel/").headers["Location"] == f"/stacks/{stack.pk}/"
    assert Run.objects.get().state == State.CANCELLED


def test_a_running_check_is_asked_to_stop(client: Client, stack: Stack) -> None:
    run = check(stack, "running")
    client.post(f"/runs/{run}/cancel/")
    page = get(client, f"/stacks/{stack.pk}/")
    assert "Stopping" in page.text
    assert f"/runs/{run}/cancel/" not in page.actions


def test_what_is_over_is_not_cancelled(client: Client, stack: Stack) -> None:
    page = Page(client.post(f"/runs/{check(stack, 'finished')}/cancel/", follow=True))
    assert "This check is over: there is nothing to cancel." in page.text


def ask(client: Client, stack: Stack, run: int, query: str = "") -> Any:
    return client.get(f"/stacks/{stack.pk}/runs/{run}/?{query}", headers=HTMX)


def test_a_check_at_work_says_how_far_it_is(client: Client, stack: Stack) -> None:
    run = check(stack, "running", progress="refreshing 12 resources", percent=40)
    text = get(client, f"/stacks/{stack.pk}/").text
    assert "Checking Refreshing 12 resources" in text
    assert "Checking Refreshing 12 resources" in Page(ask(client, stack, run)).text


def test_nothing_new_is_an_empty_answer(client: Client, stack: Stack) -> None:
    run = check(stack, "running")
    seen = get(client, f"/stacks/{stack.pk}/").html.split("seen=")[1].split('"')[0]
    assert ask(client, stack, run, f"every=15&seen={seen}").status_code == 204


def test_the_end_of_a_check_brings_the_whole_page_and_ends_the_asking(client: Client, stack: Stack) -> None:
    run = check(stack, "finished")
    Stack.objects.update(finding="in_sync", checked_at=days_ago(0))
    response = ask(client, stack, run)
    assert response.status_code == 286
    assert response.headers["HX-Retarget"] == "#stack"
    assert json.loads(response.headers["HX-Trigger"]) == {"say": {"value": "Check finished: no drift."}}


@pytest.mark.parametrize(
    ("state", "said"), [("errored", "The check failed."), ("skipped", "The check is over.")]
)
def test_an_end_without_a_finding_says_so(client: Client, stack: Stack, state: str, said: str) -> None:
    response = ask(client, stack, check(stack, state))
    assert json.loads(response.headers["HX-Trigger"]) == {"say": {"value": said}}


def test_a_run_of_another_stack_is_not_found_here(client: Client, stack: Stack) -> None:
    other = make_stack(stack.repository, "live/other")
    assert ask(client, stack, check(other, "running")).status_code == 404


@pytest.mark.parametrize("address", ["/stacks/{}/check/", "/runs/{}/cancel/", "/stacks/{}/mode/"])
def test_nothing_is_done_by_following_a_link_or_for_others(
    client: Client, stack: Stack, address: str
) -> None:
    assert client.get(address.format(stack.pk)).status_code == 405
    hidden = make_stack(make_scanned("acme/hidden", archived=True), "x", mode="pull")
    run = check(hidden, "queued")
    assert client.post(address.format(run if "runs" in address else hidden.pk)).status_code == 404
    assert Run.objects.get().state == State.QUEUED
