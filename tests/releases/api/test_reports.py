"""CI sends what its tools found."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from releases.core import sarif
from releases.core.facts.reports import About
from releases.models import Application, Report
from tests.factories import make_repository, make_token, sha
from tests.releases.api.conftest import SECRET
from tests.releases.core.test_sarif import log, result, run

COMMIT = sha("2.14.0")
Send = Callable[..., Any]


@pytest.fixture
def send(shell: Application, data: Any) -> Send:
    def post(body: bytes = b"", *, secret: str = SECRET, packed: bool = False, **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {secret}", **({"Content-Encoding": "gzip"} if packed else {})}
        given = {"repository": "acme/ai-shell", "about": "security", "commit": COMMIT, **query}
        address = f"/api/v1/reports?{urlencode({name: value for name, value in given.items() if value})}"
        body = gzip.compress(body) if packed else body
        return Client().post(address, body, "application/x-www-form-urlencoded", headers=headers)

    return post


@pytest.mark.parametrize("packed", [False, True])
def test_sarif_is_taken_and_its_counts_are_answered(send: Send, packed: bool):
    response = send(log(run(result(), result("B", "note"))), packed=packed, url="https://ci.example/4")
    assert response.status_code == 201, response.json()
    told, row = response.json(), Report.objects.get()
    assert (told["tool"], told["errors"], told["notes"], told["ok"]) == ("checkov", 1, 1, None)
    assert (row.repository.name, row.commit, row.by, row.url) == (
        "acme/ai-shell", COMMIT, "ci", "https://ci.example/4",
    )  # fmt: skip


def test_what_a_tool_ended_with_is_enough(send: Send):
    response = send(about="format", exit_code="0", tool="terraform fmt")
    assert (response.status_code, response.json()["ok"]) == (201, True)


@pytest.mark.parametrize("about", About)
def test_whatever_a_gate_asks_a_report_about_can_be_sent(send: Send, about: About):
    assert send(about=about, exit_code="0", tool="ours").status_code == 201
    assert Report.objects.get().about == about


def test_the_token_of_a_repository_needs_no_name(send: Send):
    make_token(make_repository("acme/other"), "rungs_of-the-other", verbs=["release"])
    assert send(log(run()), secret="rungs_of-the-other", repository="").status_code == 201
    assert Report.objects.get().repository.name == "acme/other"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"repository": ""}, "say which one"), ({"repository": "acme/secret"}, "knows none of that name"),
        ({"about": "spelling"}, "about"), ({"about": ""}, "about"), ({"commit": "a1b2c3d"}, "commit"),
        ({"exit_code": "900"}, "exit_code"), ({"url": "javascript:alert(1)"}, "url"),
        ({"spelt": "x"}, "spelt"),
        ({"body": b"<html>"}, "no SARIF"), ({"body": b""}, "exit_code"),
        ({"body": b" " * (sarif.MAX_BYTES + 1), "packed": True}, "larger than 16 MB"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_one_sentence(send: Send, sent: dict[str, Any], words: str):
    make_repository("acme/secret")
    response = send(**{"body": log(run()), **sent})
    assert (response.status_code, Report.objects.count()) == (422, 0)
    assert words in response.json()["error"]


def test_a_token_for_something_else_may_not(send: Send, shell: Application):
    make_token(None, "rungs_for-plans", team=shell.team, verbs=["push"])
    assert send(log(run()), secret="rungs_for-plans").status_code == 403
    assert send(log(run()), secret="rungs_nobody-has-this").status_code == 401
