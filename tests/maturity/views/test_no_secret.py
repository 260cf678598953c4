"""Every page that can be reached is opened after plans full of secrets were sent: none shows one."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from maturity.models import User
from tests.factories import make_repository, make_stack, make_token
from tests.maturity.api.plans import FOLDER, SECRETS, shown, streamed

CASES = [f"{int(path.name[:2]):02}" for path in sorted(FOLDER.glob("*.plan.json"))]
LINKS = re.compile(r'(?:href|hx-get)="(/[^"]*)"')
NOT_PAGES = ("/static/", "/accounts/", "/admin/", "/criteria/", "/states/")
TOKEN = "rungs_a-token-for-one-test"


@pytest.fixture
def told(db: None, data: Path, lin: User) -> None:
    """What CI told: each scenario for a stack of its own, whole, as a stream, and on a pull request."""
    repository = make_repository("acme/network")
    make_token(repository, TOKEN)
    for case in CASES:
        make_stack(repository, f"live/{case}")
        for body, more in ((streamed(case), ""), (shown(case), ""), (shown(case), "&pull_request=7")):
            answer = Client().post(
                f"/api/v1/runs?stack=live/{case}&exit_code=2{more}", body, "application/json",
                headers={"Authorization": f"Bearer {TOKEN}"},
            )  # fmt: skip
            assert answer.status_code == 201, answer.content


def crawl(client: Client, *starts: str) -> dict[str, str]:
    """Every page that can be reached by its links and by what they load later, by address."""
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address not in found and not address.startswith(NOT_PAGES):
            page = found[address] = client.get(address, follow=True).content.decode()
            waiting += map(html.unescape, LINKS.findall(page))
    return found


def test_no_page_shows_a_secret_of_a_plan(told: None, client: Client):
    pages = crawl(client, "/", "/drift/?since=all", "/plans/")
    assert len([address for address in pages if re.match(r"/plans/\d+/changes/", address)]) > len(CASES)
    assert any("localfile_json.web" in page for page in pages.values())
    assert [address for address, page in pages.items() for one in SECRETS if one in page] == []
