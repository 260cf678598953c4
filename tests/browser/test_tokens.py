"""Making a token and copying what its pipeline needs, by keyboard; both parts are accessible."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.test_accessibility import inspect
from tests.factories import days_ago, make_repository, make_stack, make_team, make_token

LONG = "a-pipeline-with-a-name-that-is-far-longer-than-anybody-would-like-it-to-be-on-a-telephone"


def test_a_token_is_made_by_keyboard_and_shown_to_be_copied(page: Page, settings: Any) -> None:
    settings.DEBUG = True
    repository = make_repository("acme/network", team=make_team("Platform"))
    make_token(None, name=LONG, team=repository.team)
    make_token(repository, name=LONG, last_used_at=days_ago(0.1))
    make_token(repository, name="expired", expires_at=days_ago(3))
    make_token(repository, name="revoked", revoked_at=days_ago(3))
    page.goto("/repos/acme/network/tokens/")
    page.focus("#name")
    page.keyboard.type("ci")
    page.keyboard.press("Enter")
    page.wait_for_selector("#secret")
    assert "works here too" in page.inner_text("main")
    assert page.inner_text("#secret").startswith("rungs_")
    assert inspect(page) == []


def test_the_tokens_of_a_team_are_accessible_and_fit(page: Page, settings: Any) -> None:
    settings.DEBUG = True
    make_token(None, name=LONG, team=make_team("Platform"))
    page.goto("/teams/platform/tokens/")
    assert inspect(page) == []


def test_what_to_paste_is_accessible_and_fits_every_width(page: Page, settings: Any) -> None:
    settings.DEBUG = True
    stack = make_stack(make_repository("acme/network"), f"live/{LONG}")
    page.goto(f"/stacks/{stack.pk}/")
    page.wait_for_selector("#push")
    page.click("summary:has-text('GitLab CI')")
    page.click("[data-copy='#push-gitlab-ci']")
    page.wait_for_selector("[data-copy='#push-gitlab-ci'] >> text=Copied")
    assert inspect(page) == []
