"""From the address of an organisation to thirty connected repositories, by mouse and by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from maturity import tasks
from maturity.adapters import git
from maturity.models import Import, ImportState, Repository, User
from tests.browser.test_accessibility import inspect_all
from tests.factories import (
    make_import,
    make_import_item,
    make_repository,
    make_scanned,
    make_stack,
    make_team,
)
from tests.servers_hosts import FakeHost, owned, serve

LONG = "a-name-that-is-far-longer-than-anybody-would-like-it-to-be-on-a-telephone"


class Slowly:
    """A worker for imports, a thread a message, that connects only as many as it was allowed to."""

    def __init__(self) -> None:
        self.room, self._threads = threading.Semaphore(0), list[threading.Thread]()

    def delay(self, pk: int) -> None:
        self._threads.append(threading.Thread(target=self._work, args=(pk,)))
        self._threads[-1].start()

    def _work(self, pk: int) -> None:
        try:
            tasks.import_repositories(pk)
        finally:
            connection.close()

    def allow(self, number: int) -> None:
        self.room.release(number)

    def end(self) -> None:
        self.allow(10_000)
        for thread in self._threads:
            thread.join()


@pytest.fixture
def host(bot: None) -> Iterator[FakeHost]:
    with serve("github") as made:
        made.url = made.url.removesuffix("/network")
        names = ["gone", *(f"r{number:02}" for number in range(29)), "old"]
        made.repositories = [owned("github", name, topics=["net"]) for name in names]
        made.repositories[-1]["archived"] = True
        yield made


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[Slowly]:
    worker, asked = Slowly(), git.probe

    def waiting(*given: Any) -> Any:
        worker.room.acquire(timeout=60)
        return asked(*given)

    monkeypatch.setattr("maturity.actions.imports.connecting.probe", waiting)
    monkeypatch.setattr("maturity.tasks.import_repositories.delay", worker.delay)
    yield worker
    worker.end()


def test_thirty_repositories_are_imported_with_progress(page: Page, host: FakeHost, slowly: Slowly) -> None:
    make_team("Platform")
    page.goto("/repos/")
    page.click("text=Import many")
    page.fill("#url", host.url)
    page.select_option("#kind", "github")
    page.click("text=List repositories")
    expect(page.get_by_text("30 of 31 chosen")).to_be_visible()
    expect(page.get_by_label("acme/old")).not_to_be_checked()
    page.get_by_label("Team", exact=True).select_option(label="Platform")
    page.click("text=Connect what is chosen")
    expect(page.get_by_text("0 of 30 connected")).to_be_visible()
    slowly.allow(11)
    expect(page.get_by_text("10 of 30 connected · 1 failed")).to_be_visible()
    expect(page.locator("progress")).to_have_attribute("value", "36")
    expect(page.get_by_text("There is no repository at")).to_be_visible()
    slowly.allow(100)
    expect(page.get_by_role("heading", name="29 repositories connected")).to_be_visible()
    assert Repository.objects.filter(team__name="Platform").count() == 29
    page.click("text=Show repositories")
    expect(page.get_by_role("link", name="acme/r28")).to_be_visible()


def test_the_choice_is_made_by_keyboard_alone(page: Page, lin: User, slowly: Slowly) -> None:
    found = make_import(lin)
    for name in ("one", "two"):
        make_import_item(found, name)
    page.goto(f"/repos/import/{found.pk}/")
    page.get_by_label("acme/one").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_label("acme/two")).to_be_focused()
    page.get_by_role("button", name="Keep the choice").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 2 chosen")).to_be_visible()
    assert list(found.items.filter(chosen=True).values_list("name", flat=True)) == ["acme/two"]


def test_the_pages_of_imports_and_of_setting_up_are_accessible_and_fit(
    page: Page, lin: User, settings: Any
) -> None:
    settings.DEBUG = True
    addresses = ["/repos/import/", "/repos/acme/network/setup/", "/repos/acme/other/setup/"]
    network = make_scanned("acme/network", scan_error=f"There is no repository at {LONG}/{LONG}.")
    make_repository("acme/other", host="other", web_url="")
    for number in range(3):
        make_stack(network, f"live/{LONG}/{number}")
    for state in ImportState.values:
        found = make_import(lin, state, error=f"{LONG} does not answer.", capped=True)
        addresses.append(f"/repos/import/{found.pk}/")
        if state != ImportState.ERRORED:
            make_import_item(found, "network", archived=True, fork=True, topics=[LONG, "net"])
            make_import_item(found, LONG, error=f"There is no repository at {LONG}.", empty=True)
    addresses.append(f"/repos/import/{Import.objects.get(state='choosing').pk}/?q=nothing-like-it")
    assert inspect_all(page, addresses) == {}


def test_a_step_is_tried_where_it_is_shown(page: Page, host: FakeHost) -> None:
    make_scanned("acme/network", url=f"{host.url}/network")
    page.goto("/repos/acme/network/")
    page.click("text=Set up")
    page.get_by_role("button", name="Test: Read the code").click()
    expect(page.get_by_text("Git answers: main is at aaaaaaa.")).to_be_visible()
    page.get_by_role("button", name="Test: Ask the host's API").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tried-login .err").first).to_contain_text("It says: “Not Found”")
    assert page.url.endswith("/repos/acme/network/setup/")
