"""Who may talk to the API: machines with the token of one repository."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.actions import create_token, revoke_token
from maturity.api import limits
from maturity.api.urls import api
from maturity.models import ApiToken, Repository, Stack
from maturity.verbs import all_verbs
from tests.factories import days_ago, make_repository, make_stack
from tests.maturity.api.conftest import SECRET, Send

UNKNOWN = {"error": "this token is not known, or it was revoked or has expired"}
Ask = Callable[[str], Any]


def asked(header: str | None) -> Any:
    headers = {} if header is None else {"Authorization": header}
    return Client().get("/api/v1/stacks", headers=headers)


@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "Bearer", "Bearer  ", SECRET, f"Token {SECRET}"])
def test_without_a_token_it_is_said_how_to_send_one(network: Repository, header: str | None):
    response = asked(header)
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert response.json()["error"].startswith("no token: send Authorization: Bearer")


@pytest.mark.parametrize("secret", ["rungs_wrong", SECRET + "x", "x" * 100_000, "é"])
def test_a_token_nobody_made_is_refused(network: Repository, secret: str):
    response = asked(f"Bearer {secret}")
    assert (response.status_code, response.json()) == (401, UNKNOWN)


def test_a_revoked_token_works_no_more(network: Repository):
    token, secret = create_token(None, network, "ci", 30)
    assert asked(f"Bearer {secret}").status_code == 200
    revoke_token(None, token)
    assert asked(f"Bearer {secret}").json() == UNKNOWN


def test_an_expired_token_works_no_more(network: Repository):
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert asked(f"Bearer {SECRET}").status_code == 200
    ApiToken.objects.update(expires_at=days_ago(0.001))
    assert asked(f"Bearer {SECRET}").json() == UNKNOWN


def test_the_token_of_an_archived_repository_works_no_more(network: Repository):
    Repository.objects.update(archived=True)
    assert asked(f"Bearer {SECRET}").json() == UNKNOWN


def test_a_person_who_is_signed_in_is_no_machine(network: Repository, admin_client: Client):
    assert admin_client.get("/api/v1/stacks").status_code == 401


def test_its_last_use_is_written_down_with_the_first_request_of_a_minute(network: Repository):
    asked(f"Bearer {SECRET}")
    first = ApiToken.objects.get().last_used_at
    asked(f"Bearer {SECRET}")
    assert first is not None
    assert ApiToken.objects.get().last_used_at == first
    limits.forget()  # as in another process, or another minute
    asked(f"Bearer {SECRET}")
    last = ApiToken.objects.get().last_used_at
    assert last is not None
    assert last > first


def test_a_token_sees_the_stacks_of_its_repository_alone(ask: Ask, prod: Stack):
    other = make_stack(make_repository("acme/other"), "live/prod")
    assert [one["id"] for one in ask("/api/v1/stacks").json()["stacks"]] == [prod.pk]
    assert ask(f"/api/v1/stacks/{other.pk}").status_code == 404


def test_no_log_line_holds_a_token(network: Repository, send: Send, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        send(headers={"Authorization": f"Token {SECRET}"})
        send(headers={"Authorization": f"Bearer {SECRET}x"})
        send(b"not json", stack="live/prod")
    assert caplog.records
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("verbs", "push", "read", "said"),
    [
        ([], 403, 403, "this token may not push; it may: nothing"),
        (["push"], 422, 403, "this token may not read; it may: push"),
        (["read"], 403, 200, "this token may not push; it may: read"),
    ],
)
def test_a_token_does_what_its_verbs_say_and_no_more(
    prod: Stack, send: Send, ask: Ask, verbs: list[str], push: int, read: int, said: str
):
    ApiToken.objects.update(verbs=verbs)
    answers = [send(b"{}", stack="live/prod"), ask("/api/v1/stacks"), ask(f"/api/v1/stacks/{prod.pk}")]
    assert [one.status_code for one in answers] == [push, read, read]
    assert said in [one.json().get("error") for one in answers]


def test_every_operation_asks_for_a_verb_that_can_be_chosen():
    paths = api.get_openapi_schema()["paths"]
    verbs = {operation["x-verb"] for path in paths.values() for operation in path.values()}
    assert verbs == set(all_verbs()) == {"gate", "metrics", "push", "read", "release"}
