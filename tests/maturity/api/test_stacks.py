"""How stacks stand, for scripts and gates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maturity.models import Repository, Stack
from tests.factories import days_ago, make_stack

Ask = Callable[[str], Any]


def test_a_stack_tells_its_finding_and_how_fresh_it_is(ask: Ask, prod: Stack):
    since = days_ago(2)
    Stack.objects.update(
        finding="drifted", checked_at=days_ago(1), drifted_resources=3, drift_since=since, attempt_error=""
    )
    told = ask(f"/api/v1/stacks/{prod.pk}").json()
    assert (told["finding"], told["freshness"], told["drifted"], told["pending"]) == (
        "drifted", "fresh", 3, 0,
    )  # fmt: skip
    assert told["drifted_since"][:19] == since.isoformat()[:19]
    assert told["url"] == f"http://127.0.0.1:8000/stacks/{prod.pk}/"


def test_one_that_was_never_checked_has_no_finding(ask: Ask, prod: Stack):
    told = ask(f"/api/v1/stacks/{prod.pk}").json()
    assert (told["finding"], told["freshness"], told["checked_at"]) == (None, "never", None)


def test_a_list_is_narrowed_as_a_push_is_matched(ask: Ask, network: Repository, prod: Stack):
    make_stack(network, "live/stage", environment="stage")
    make_stack(network, "gone", gone_at=days_ago(1))
    names = lambda query: [one["directory"] for one in ask(f"/api/v1/stacks{query}").json()["stacks"]]  # noqa: E731
    assert names("") == ["live/prod", "live/stage"]
    assert names("?stack=./live/prod/") == ["live/prod"]
    assert names("?environment=stage") == ["live/stage"]
    assert names("?stack=nowhere") == []


def test_what_no_stack_can_be_asked_for_is_said(ask: Ask, prod: Stack):
    assert ask("/api/v1/stacks?stack=../x").status_code == 422
    unknown = ask("/api/v1/stacks?directory=x")
    assert unknown.status_code == 422
    assert unknown.json() == {
        "error": "unknown parameter: directory; there are environment, name, repository, stack, workspace"
    }
    assert ask(f"/api/v1/stacks/{'9' * 40}").json()["error"].startswith("this token knows no stack")


def test_many_stacks_cost_no_more_queries_than_few(ask: Ask, network: Repository):
    counted = []
    for first in (0, 10):
        for number in range(first, first + 10):
            make_stack(network, f"live/{number}")
        ask("/api/v1/stacks")
        with CaptureQueriesContext(connection) as made:
            ask("/api/v1/stacks")
        counted.append(len(made))
    assert counted == [3, 3]


def test_the_description_is_open_to_all_and_names_what_can_be_sent(db: None):
    told = Client().get("/api/v1/openapi.json").json()
    parameters = {one["name"] for one in told["paths"]["/api/v1/runs"]["post"]["parameters"]}
    assert {"stack", "exit_code", "pull_request", "register", "Idempotency-Key"} <= parameters
    assert "/api/v1/stacks/{stack_id}" in told["paths"]


def test_an_address_that_is_not_there_is_answered_as_the_others_are(db: None):
    for address in ("/api/v1/", "/api/v1/nothing", "/api/v1/docs"):
        response = Client().get(address)
        assert (response.status_code, response.json()["error"][:15]) == (404, "no such address")
