"""A person connects a repository, watches the scan and reads the result, by whatever means they have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from maturity.models import Repository, Run
from tests.browser.conftest import Open, Worker
from tests.factories import make_scanned
from tests.gitrepo import GitRepo

BACKEND = (
    'terraform {\n  backend "s3" {\n    bucket = "state"\n    key = "live"\n    use_lockfile = true\n  }\n}\n'
)
MAIN = 'resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n}\n'


@pytest.fixture
def origin(tmp_path: Path, data: Path, settings: Any) -> str:
    """A real repository on this machine with one stack and no pipeline."""
    settings.RUNGS_ALLOW_LOCAL_PATHS = True
    repository = GitRepo(tmp_path / "queues")
    repository.commit({"live/prod/backend.tf": BACKEND, "live/prod/main.tf": MAIN})
    return str(repository.path)


def read_result(page: Page) -> None:
    """The page has filled in by itself: level, next step, ladder, evidence."""
    expect(page.get_by_role("heading", name="Ladder")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("L2")
    expect(page.get_by_role("heading", name="Do this next")).to_be_visible()
    expect(page.locator("#l3")).to_have_attribute("open", "")
    expect(page.locator("#live")).to_have_text("Scan finished: level 2.")
    expect(page.locator("#scan")).to_have_count(0)


def test_by_mouse_from_the_empty_page_to_the_evidence(page: Page, origin: str, worker: Worker) -> None:
    page.goto("/")
    page.click("text=Connect repository")
    page.fill("#url", "nonsense")
    expect(page.locator("#check .err")).to_be_visible()
    page.fill("#url", origin)
    expect(page.locator("#check")).to_contain_text("queues can be read")
    page.click("text=Connect and scan")
    expect(page.locator("#scan")).to_contain_text("Waiting for a worker")
    page.reload()
    expect(page.locator("#scan")).to_contain_text("Waiting for a worker")
    worker.go()
    read_result(page)
    page.click("#l2 > summary")
    expect(page.locator("#l2")).to_contain_text("live/prod/main.tf:1")


def test_by_keyboard_alone(page: Page, origin: str, worker: Worker) -> None:
    keys = page.keyboard
    page.goto("/")
    keys.press("g")
    keys.press("r")
    page.wait_for_url("**/repos/")
    page.locator("main").press("Tab")
    expect(page.get_by_role("link", name="Connect repository").first).to_be_focused()
    keys.press("Enter")
    page.wait_for_url("**/connect/")
    expect(page.locator("#url")).to_be_focused()
    keys.type(origin)
    expect(page.locator("#check")).to_contain_text("can be read")
    keys.press("Enter")
    page.wait_for_url("**/repos/queues/")
    worker.go()
    read_result(page)
    keys.press("j")
    keys.press("j")
    expect(page.locator("#l2 > summary")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#l2")).to_have_attribute("open", "")
    keys.press("e")
    expect(page.locator("#l5")).to_have_attribute("open", "")
    keys.press("c")
    expect(page.locator("#live")).to_have_text("Copied")


def test_a_scan_that_fails_says_so_where_it_was_watched(page: Page, origin: str, worker: Worker) -> None:
    page.goto("/repos/connect/")
    page.fill("#url", origin)
    page.click("text=Connect and scan")
    Repository.objects.update(url=origin + "-moved")
    worker.go()
    expect(page.get_by_role("heading", name="The scan failed")).to_be_visible()
    expect(page.locator("#live")).to_have_text("The scan failed.")
    page.click("text=Scan again")
    expect(page.get_by_role("heading", name="The scan failed")).to_be_visible()
    assert Run.objects.filter(state="errored").count() == 2


def test_without_scripts_everything_is_still_there(
    open_context: Open, origin: str, worker: Worker, complaints: list[str]
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/repos/connect/")
    page.fill("#url", origin + "-wrong")
    page.click("text=Connect and scan")
    expect(page.locator(".err")).to_be_visible()
    complaints.clear()
    page.fill("#url", origin)
    page.click("text=Connect and scan")
    expect(page.locator("#scan")).to_contain_text("Waiting for a worker")
    worker.end()
    page.click("a:has-text('Reload')")
    expect(page.get_by_role("heading", name="Ladder")).to_be_visible()
    page.click("summary:has-text('Forget this repository')")
    page.click("button:has-text('Forget it')")
    expect(page.get_by_text("No repository yet")).to_be_visible()


def test_filters_work_without_scripts(open_context: Open) -> None:
    make_scanned("acme/network", 1)
    make_scanned("acme/payments", 4)
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/repos/")
    page.select_option("#below", "3")
    page.click("button:has-text('Filter')")
    expect(page).to_have_url(re.compile("below=3"))
    expect(page.locator("tbody tr")).to_have_count(1)
