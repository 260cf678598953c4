"""The pages of logins: accessible, fitting every width; a test that does not leave the page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import inspect_all
from tests.factories import days_ago, make_login, make_repository
from tests.servers_hosts import TOKEN, serve

LONG = "an-organisation-with-a-name-that-is-longer-than-anybody-would-like-it-to-be"


def test_the_pages_of_logins_are_accessible_and_fit(page: Page, settings: Any) -> None:
    settings.DEBUG = True
    settings.RUNGS_GIT_CREDENTIALS = "github.com bot x; git.example bot x"
    failed = f"github.com answered 401: Bad credentials of {LONG}."
    login = make_login(owner=LONG, checked_at=days_ago(1), error=failed)
    make_login(kind="github_app", user="rungs-acme[bot]", app_id="123456", checked_at=days_ago(0))
    parts = ("", "token/", "app/", f"{login.pk}/")
    assert inspect_all(page, [f"/settings/logins/{part}" for part in parts]) == {}


def test_a_login_is_tested_where_it_is_shown(page: Page, near: None) -> None:
    with serve("github") as host:
        make_repository(url=host.url)
        login = make_login("127.0.0.1", secret=TOKEN)
        page.goto(f"/settings/logins/{login.pk}/")
        page.click("text=Test the login")
        expect(page.locator("#tested")).to_contain_text("signed in as rungs-bot")
