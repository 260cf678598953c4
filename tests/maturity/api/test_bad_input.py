"""What a pipeline may send by mistake, or on purpose: one sentence, the right status, and nothing stored."""

from __future__ import annotations

import gzip
import logging
from typing import Any

import pytest
from django.core.management import call_command

from maturity.actions import create_token
from maturity.models import DriftCheck, Event, Plan, PullRequest, Stack
from tests.factories import make_repository, make_stack
from tests.maturity.api.conftest import Send
from tests.maturity.api.plans import CLEAN, DRIFTED, PENDING, SECRETS, shown, streamed
from tests.maturity.core.plans.making import plan, resource

pytestmark = pytest.mark.usefixtures("prod")
OTHER = plan(*(resource(f"aws_sqs_queue.q{n}", "update", {"a": 1}, {"a": 2}) for n in range(40)))
OURS = plan(*(resource(f"aws_instance.i{n}", "update", {"a": 1}, {"a": 2}) for n in range(40)))


def refused(response: Any) -> str:
    """Its one sentence. Nothing was written."""
    sentence: str = response.json()["error"]
    assert "\n" not in sentence
    assert len(sentence) < 300
    assert not sentence.endswith("!")
    assert not Plan.objects.exists()
    assert not DriftCheck.objects.exists()
    return sentence


@pytest.mark.parametrize(
    "body",
    [
        b"not json", b"{", b"[]", b"null", b'"text"', b"\0" * 1000, b"\xff\xfe", shown(DRIFTED)[:-200],
        b'{"format_version":"9.0","resource_changes":[]}', b"[" * 100_000, b"{}" * 10,
        b"Plan: 1 to add, 0 to change, 0 to destroy.", b"<html>login</html>", b'{"version":4,"serial":1}',
    ],
    ids=lambda body: repr(body[:24]),
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_no_plan_is_said_to_be_none(send: Send, body: bytes, packed: bool):
    response = send(body, packed=packed, stack="live/prod", exit_code=2)
    assert response.status_code == 422
    refused(response)


def test_nothing_at_all_is_no_plan_unless_it_failed(send: Send):
    for code in ({}, {"exit_code": 0}, {"exit_code": 2}):
        response = send(b"", stack="live/prod", **code)
        assert (response.status_code, refused(response)[:17]) == (422, "the body is empty")


def test_too_much_is_refused_packed_or_not(send: Send, settings: Any):
    settings.RUNGS_PUSH_MB = settings.RUNGS_PUSH_UNPACKED_MB = 1
    for response in (
        send(bytes(2 << 20), stack="live/prod"),
        send(bytes(2 << 20), packed=True, stack="live/prod"),
    ):
        assert response.status_code == 413
        assert "MB" in refused(response)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Encoding": "gzip"}, 400),
        ({"Content-Encoding": "zstd"}, 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415),
        ({"Idempotency-Key": "k" * 201}, 422),
        ({"Idempotency-Key": "a\tb"}, 422),
        ({"Idempotency-Key": "k" * 60_000}, 422),
    ],
)
def test_headers_that_cannot_be_are_refused(send: Send, headers: dict[str, str], status: int):
    response = send(shown(CLEAN), stack="live/prod", exit_code=0, headers=headers)
    assert response.status_code == status
    refused(response)


def test_a_packed_plan_that_broke_on_the_way_is_refused(send: Send):
    body = gzip.compress(shown(DRIFTED))
    response = send(body[: len(body) // 2], stack="live/prod", exit_code=2)
    assert (response.status_code, refused(response)) == (400, "the gzip stream ends too early")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"pull_request": "0"}, "pull_request: input should be greater than or equal to 1"),
        ({"pull_request": "-3"}, "pull_request: "),
        ({"pull_request": "2147483648"}, "pull_request: "),
        ({"pull_request": "main"}, "pull_request: "),
        ({"pull_request": "9" * 5000}, "pull_request: "),
        ({"purpose": "pull_request"}, "pull_request: a plan of a pull request is sent with its number"),
        ({"purpose": "check", "pull_request": "3"}, "purpose: "),
        ({"purpose": "destroy"}, "purpose: "),
        ({"exit_code": "256"}, "exit_code: "),
        ({"exit_code": "two"}, "exit_code: "),
        ({"started_at": "yesterday"}, "started_at: "),
        ({"started_at": "2001-01-01T00:00:00Z"}, "recording a check: it is said to have started more than"),
        ({"started_at": "1e300"}, "started_at: "),
        ({"commit": "main; rm -rf"}, "commit: "),
        ({"ref": "feature/x"}, "drift is looked for on main, and this is a plan of feature/x"),
        ({"url": "javascript:alert(1)"}, "url: must begin with https://"),
        ({"url": "https://user:password@ci.example"}, "url: must begin with https://"),
        ({"url": "https://[/"}, "url: "),
        ({"title": "a\0b"}, "title: holds a control character"),
        ({"actor": "x" * 101}, "actor: "),
        ({"wokspace": "prod"}, "unknown parameter: wokspace"),
        ({"token": "x"}, "unknown parameter: token"),
        ({"workspace": "green"}, "no stack in live/prod has that workspace"),
    ],
)
def test_what_is_told_about_it_has_to_make_sense(send: Send, query: dict[str, str], said: str):
    response = send(shown(PENDING), **{"stack": "live/prod", "exit_code": 2, **query})
    assert response.status_code == 422
    assert refused(response).startswith(said)
    assert not PullRequest.objects.exists()


def test_an_unknown_stack_is_answered_with_those_near_it(send: Send, prod: Stack):
    response = send(shown(CLEAN), stack="live/prd", exit_code=0)
    assert (response.status_code, refused(response)) == (422, "no stack is known in live/prd")
    near = [{"stack": "live/prod", "environment": "prod", "workspace": "", "name": ""}]
    assert response.json()["stacks"] == near


def test_of_several_stacks_none_is_guessed(send: Send, prod: Stack):
    make_stack(prod.repository, "live/prod", environment="stage")
    response = send(shown(CLEAN), stack="live/prod", exit_code=0, register=1)
    assert response.status_code == 422
    assert refused(response).startswith("2 stacks are meant by live/prod")
    assert len(response.json()["stacks"]) == 2


def test_no_stack_is_made_known_for_a_plan_that_cannot_be_read(send: Send):
    response = send(b"not json", stack="new", exit_code=0, register=1)
    assert response.status_code == 422
    refused(response)
    assert not Stack.objects.filter(directory="new").exists()


def test_a_directory_outside_the_repository_is_refused(send: Send):
    response = send(shown(CLEAN), stack="../../etc", exit_code=0, register=1)
    assert response.status_code == 422
    refused(response)


def test_the_plan_of_another_stack_is_a_conflict_and_may_be_forced(send: Send, prod: Stack):
    assert send(OURS, stack="live/prod", exit_code=2).status_code == 201
    response = send(OTHER, stack="live/prod", exit_code=2)
    assert response.status_code == 409
    assert response.json()["error"].startswith("recording a check of live/prod: none of its resources is")
    assert DriftCheck.objects.count() == 1
    assert send(OTHER, stack="live/prod", exit_code=2, force=1).status_code == 201


def test_of_a_pull_request_whose_plan_is_refused_nothing_is_kept(send: Send):
    assert send(OURS, stack="live/prod", exit_code=2).status_code == 201
    assert send(OTHER, stack="live/prod", exit_code=2, pull_request=9).status_code == 409
    assert not PullRequest.objects.exists()


def test_a_token_of_another_repository_does_nothing_here(send: Send):
    _, secret = create_token(None, make_repository("acme/other"), "ci", 30)
    headers = {"Authorization": f"Bearer {secret}"}
    response = send(shown(CLEAN), stack="live/prod", exit_code=0, headers=headers)
    assert (response.status_code, refused(response)) == (422, "no stack is known in live/prod")


@pytest.mark.parametrize("case", [f"{number:02}" for number in (1, 2, 3, 5, 9)])
def test_no_value_of_a_plan_reaches_an_answer_a_log_or_a_row(
    send: Send, case: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    with caplog.at_level(logging.DEBUG):
        answers = [
            send(body, stack="live/prod", exit_code=code, **more)
            for body in (shown(case), streamed(case), shown(case)[:-100])
            for code in (2, 1)
            for more in ({}, {"pull_request": 4})
        ]
    call_command("dumpdata", "maturity")
    stored = capsys.readouterr().out + "".join(
        repr(change) for one in Plan.objects.all() for change in one.changes
    )
    told = "".join(one.content.decode() for one in answers) + caplog.text
    assert any(secret in shown(case).decode() for secret in SECRETS)
    assert not [secret for secret in SECRETS if secret in stored + told]


def test_an_event_says_that_a_stack_was_made_known(send: Send):
    send(shown(CLEAN), stack="new", exit_code=0, register=1)
    assert Event.objects.get(kind="stack.declared").subject == "acme/network/new"


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_plans_are_only_posted(client: Any, method: str):
    assert getattr(client, method)("/api/v1/runs").status_code == 405
