"""Text from repositories and people is shown as text."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_event, make_finding, make_scanned, make_schedule, make_stack, make_team
from tests.pages import get

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
NAME = "acme/evil"


@pytest.fixture(autouse=True)
def _rows(db: None) -> None:
    repository = make_scanned(
        NAME, 2, blocker=EVIL, team=make_team(EVIL), default_branch=EVIL, url=f"https://x/{EVIL}",
        previous_level=3, skipped=[{"path": EVIL, "reason": EVIL}],
    )  # fmt: skip
    assert repository.current is not None
    place = {"path": EVIL, "line": 1, "snippet": EVIL}
    fix = {"summary": EVIL, "path": EVIL, "content": EVIL}
    stacks = [{"stack": EVIL + n, "outcome": "not_met", "message": EVIL, "evidence": [place]} for n in "ab"]
    make_finding(
        repository.current, message=EVIL, evidence=[place], looked_at=[EVIL], fix=fix, stacks=stacks, of=2
    )
    make_finding(repository.current, EVIL, message=EVIL, fix=fix)
    make_stack(repository, EVIL, name=EVIL, environment=EVIL[:50], backend_kind=EVIL[:30])
    make_event(
        repository, "level.changed",
        data={"from": 3, "to": 2, "commit": EVIL, "subject": EVIL, "author": EVIL, "criteria": [EVIL]},
    )  # fmt: skip
    make_event(repository, "scan.failed", data={"error": EVIL})
    make_event(repository, EVIL[:50])
    make_schedule(repository)
    make_scanned("acme/broken", 1, scan_error=EVIL, kind=EVIL[:20])


@pytest.mark.parametrize(
    "address",
    ["/", "/repos/", f"/repos/{NAME}/", f"/repos/{NAME}/history/", "/repos/acme/broken/", f"/find/?q={EVIL}",
     f"/repos/?q={EVIL}", f"/repos/?kind={EVIL}&state={EVIL}", "/find/?q=evil", "/find/?q=script"],
)  # fmt: skip
def test_no_page_lets_it_become_markup(client: Client, address: str) -> None:
    page = get(client, address)
    assert page.status == 200
    assert "<script>alert" not in page.html
    assert "<img src=x" not in page.html
    assert "'><img" not in page.html


def test_a_name_that_is_markup_is_escaped_in_text_and_address(client: Client) -> None:
    make_scanned('acme/"><b>x', 1)
    page = get(client, "/repos/")
    assert page.links['acme/"><b>x'] == "/repos/acme/%22%3E%3Cb%3Ex/"
    assert "<b>x" not in page.html


def test_the_check_of_an_address_shows_it_as_text(client: Client) -> None:
    response = client.post("/repos/connect/check/", {"url": f"https://{EVIL}"})
    assert b"<script>alert" not in response.content


def test_what_was_typed_comes_back_as_text(client: Client) -> None:
    response = client.post("/repos/connect/", {"url": EVIL, "name": EVIL})
    assert response.status_code == 422
    assert b"<script>alert" not in response.content
