"""From a connected repository to a version on Prod and back: on the pages by people, over the API by CI."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from maturity.models import Role, Team, User
from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.core.default_checklist import DEFAULT
from tests.browser.conftest import Open, Worker, signed_in
from tests.factories import make_member, make_team
from tests.gitrepo import GitRepo
from tests.releases.actions.test_checklist_for import make_template
from tests.releases.factories import ARTIFACT

KEPT = {"stage.same_digest", "src.merged", "rb.plan", "ops.owner"}
LIST = Checklist(
    items=(Item(key="sec.secrets", title="No new secret", kind=Kind.ATTESTED),),
    without=tuple(item.key for item in DEFAULT.items if item.key not in {*KEPT, "sec.secrets"}),
    approvals=(Approval(role="approver", least=2),),
)
SHOP = "/releases/shop/1.1.0/"
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def team(transactional_db: None) -> Team:
    team = make_team("Shop")
    make_template(LIST, team=team)
    return team


@pytest.fixture
def sign_in(open_context: Open, live_server: Any, team: Team) -> Callable[[str, Role], Page]:
    """A window of somebody else of the team."""

    def window(name: str, role: Role) -> Page:
        context = open_context()
        context.add_cookies([signed_in(make_member(name, team, role), live_server.url)])
        return context.new_page()

    return window


def asks(url: str, token: str) -> Ask:
    """As curl does it in CI."""

    def ask(path: str, **sent: Any) -> dict[str, Any]:
        body = json.dumps(sent).encode() if sent else None
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            with urlopen(Request(f"{url}/api/v1/{path}", body, headers), timeout=10) as answer:
                return {"status": answer.status, **json.load(answer)}
        except HTTPError as refused:
            return {"status": refused.code, **json.load(refused)}

    return ask


def connect(page: Page, path: str, worker: Worker) -> None:
    page.goto("/repos/connect/")
    page.fill("#url", path)
    page.select_option("#team", label="Shop")
    page.click("text=Connect and scan")
    worker.go()
    expect(page.get_by_role("heading", name="Ladder")).to_be_visible()


def add_application(page: Page) -> None:
    page.goto("/releases/applications/new/")
    page.fill("#name", "Shop")
    page.select_option("#team", label="Shop")
    page.fill("#repository", "shop")
    page.click("text=Add the application")
    expect(page.get_by_role("link", name="live/prod")).to_be_visible()


def make_token(page: Page) -> str:
    page.get_by_role("link", name="Pipelines").click()
    page.click("text=Make a token")
    page.fill("#name", "ci")
    for verb in ("release", "gate"):
        page.check(f"[value={verb}]")
    page.click("text=Make the token")
    return page.inner_text("#secret")


def open_release(page: Page) -> None:
    page.goto("/releases/new/?app=shop")
    page.click("text=Create release")
    page.click("text=Accept the plan")
    page.click("text=Submit for review")
    expect(page.locator("#blk")).to_contain_text("4 things block the start")


def waive_review(page: Page) -> None:
    page.goto(SHOP)
    item = page.locator("#i-src\\.merged")
    item.locator("summary", has_text="Waive").click()
    item.locator("[name=reason]").fill("Reviewed by mail: https://mail.example/7")
    item.get_by_role("button", name="Waive").click()
    expect(item).to_contain_text("Reviewed by mail")


def sign(page: Page, *items: str) -> None:
    page.goto(SHOP)
    for key in items:
        item = page.locator(f"#i-{key}".replace(".", "\\."))
        item.locator("textarea").fill("mia, #shop")
        item.get_by_role("button", name="Sign off as").click()
        expect(item).to_contain_text("mia, #shop")
    page.locator("#sign").get_by_role("button", name="Sign off as").click()
    expect(page.locator("#sign").get_by_role("button", name="Withdraw")).to_be_visible()


def start(page: Page) -> str:
    page.goto(SHOP)
    expect(page.locator("#blk")).to_contain_text("Nothing blocks the start")
    page.locator("#go").get_by_role("button", name="Start").click()
    expect(page.get_by_text("Nobody has taken its ticket yet.")).to_be_visible()
    return page.inner_text("#ticket")


def roll_back(page: Page) -> None:
    page.goto(SHOP)
    page.get_by_role("link", name="Roll back").click()
    page.get_by_role("button", name="Roll back to 1.0.0").click()
    expect(page.locator("#state")).to_have_text("rolling back")


def test_a_version_goes_to_prod_and_back(
    page: Page, sign_in: Any, live_server: Any, worker: Worker, tmp_path: Path, data: Path, settings: Any,
    lin: User,
) -> None:  # fmt: skip
    settings.RUNGS_ALLOW_LOCAL_PATHS = True
    repository = GitRepo(tmp_path / "shop")
    stack = 'terraform {\n  backend "s3" {\n    bucket = "state"\n  }\n}\nresource "aws_sqs_queue" "a" {}\n'
    first = repository.commit({"live/stage/main.tf": stack, "live/prod/main.tf": stack})
    second = repository.commit({"src/app.py": "print('shop')\n"})

    connect(page, str(repository.path), worker)
    add_application(page)
    ask = asks(live_server.url, make_token(page))
    old = {"version": "1.0.0", "commit": first, "artifact": "sha256:" + "0" * 64}
    new = {"version": "1.1.0", "commit": second, "artifact": ARTIFACT}
    for where, told in (("stage", old), ("prod", old), ("stage", new)):
        assert ask("deployments", application="shop", environment=where, **told)["status"] == 201

    open_release(page)
    digest = ask("releases/shop@1.1.0")["digest"]
    evidence = {"item": "sec.secrets", "outcome": "passed", "reason": "0 findings", "digest": digest}
    assert ask("releases/shop@1.1.0/evidence", **evidence)["status"] == 201
    waive_review(page)
    sign(sign_in("mia", Role.APPROVER), "ops.owner")
    assert ask("gates/shop@1.1.0")["allowed"] is False
    sign(sign_in("ana", Role.APPROVER))

    ticket = start(page)
    go = {"environment": "prod", "digest": digest, "ticket": ticket}
    assert ask("gates/shop@1.1.0", **go)["allowed"] is True
    assert ask("gates/shop@1.1.0", **go)["status"] == 409
    page.goto(SHOP)
    expect(page.get_by_text("ci took its ticket just now.")).to_be_visible()
    ask("deployments", application="shop", environment="prod", **new)
    page.reload()
    expect(page.locator("#state")).to_have_text("completed")

    roll_back(page)
    ask("deployments", application="shop", environment="prod", **old)
    page.goto(SHOP)
    expect(page.locator("#state")).to_have_text("rolled back")
    expect(page.get_by_role("link", name="Open another attempt")).to_be_visible()
