"""Team pages in a browser: by keyboard, accessible, and at every width; and what a refused click says."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from maturity.models import Membership, Role, Team, Told
from tests.browser.test_accessibility import inspect, inspect_all
from tests.factories import make_membership, make_repository, make_scanned, make_team, make_user

LONG = "a-team-with-a-name-that-is-far-longer-than-anybody-would-like-it-to-be-on-a-telephone"


def fill() -> Team:
    team = make_team("Network", handles=["@acme/network", f"@acme/{LONG}"], topics=["team-network"])
    make_team(LONG)
    make_membership(make_user("ada"), team, Role.ADMIN)
    make_membership(make_user(LONG), team, Role.VIEWER, source=Told.OIDC)
    make_scanned("acme/network", team=team, team_by="codeowners", team_why=".github/CODEOWNERS:3")
    make_repository(f"acme/{LONG}", team=team, team_by="topic", team_why="team-network")
    return team


def test_somebody_is_taken_in_by_keyboard_and_the_page_is_accessible(page: Page, settings: Any) -> None:
    settings.DEBUG = True
    fill()
    make_user("vic")
    page.goto("/teams/network/")
    assert inspect(page) == []
    page.focus("#user")
    page.keyboard.type("vic")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=took vic in as Engineer")
    assert Membership.objects.get(user__username="vic").role == Role.ENGINEER


def test_the_other_pages_of_teams_are_accessible_and_fit(page: Page, settings: Any) -> None:
    settings.DEBUG = True
    fill()
    assert inspect_all(page, ("/teams/", "/teams/new/", "/repos/acme/network/team/")) == {}
