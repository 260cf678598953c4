"""Signing in as a browser does it: codes, security keys, and pages that everybody can use."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

from maturity.actions.people import inviting
from maturity.models import GroupGrant, User
from tests.browser.conftest import Open, signed_in
from tests.browser.test_accessibility import inspect
from tests.factories import PASSWORD, make_team, make_user
from tests.maturity.accounts.provider import provider

NOW = 1_800_000_015


@pytest.fixture
def keyed(open_context: Open) -> Page:
    """A window with a security key plugged in, whose owner touches it whenever it asks."""
    page = open_context().new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    return page


def confirm(page: Page) -> None:
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Confirm')")


def enter(page: Page, name: str = "lin", password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.fill("#login", name)
    page.fill("#password", password)
    page.keyboard.press("Enter")


def add_key(page: Page, *, alone: bool = False) -> None:
    page.goto("/accounts/2fa/keys/add/")
    confirm(page)
    page.fill("#name", "the blue one")
    if alone:
        page.check("input[name=passwordless]")
    page.click("button:has-text('Add the key')")
    page.wait_for_selector("#codes")


def test_a_security_key_is_added_and_opens_what_the_password_alone_does_not(keyed: Page, lin: User) -> None:
    add_key(keyed)
    assert Authenticator.objects.get(user=lin, type="webauthn").wrap().name == "the blue one"
    keyed.context.clear_cookies()
    enter(keyed)
    keyed.click("button:has-text('Use a security key')")
    keyed.wait_for_selector("summary[aria-label='Account: lin']")  # every address here ends with a slash


def test_a_passkey_opens_the_account_alone(keyed: Page, lin: User) -> None:
    add_key(keyed, alone=True)
    keyed.context.clear_cookies()
    keyed.goto("/accounts/login/?next=/criteria/")
    keyed.click("button:has-text('Sign in with a passkey')")
    keyed.wait_for_url("**/criteria/")


def test_a_key_that_is_not_known_here_is_said_and_nobody_is_let_in(keyed: Page) -> None:
    keyed.context.clear_cookies()
    keyed.goto("/accounts/login/")
    keyed.click("button:has-text('Sign in with a passkey')")
    keyed.wait_for_selector("text=The passkey was not used.")
    assert keyed.url.endswith("/accounts/login/")


def test_at_a_bare_address_no_key_is_offered_and_the_page_says_what_keys_need(
    keyed: Page, lin: User, live_server: Any
) -> None:
    bare = live_server.url.replace("localhost", "127.0.0.1")
    keyed.context.add_cookies([signed_in(lin, bare)])
    keyed.goto(f"{bare}/accounts/2fa/keys/add/")
    confirm(keyed)
    keyed.wait_for_selector("text=this machine by the name localhost")
    assert keyed.is_disabled("button:has-text('Add the key')")
    keyed.context.clear_cookies()
    keyed.goto(f"{bare}/accounts/login/")
    keyed.wait_for_load_state("networkidle")
    assert keyed.is_hidden("text=Sign in with a passkey")


def test_an_app_is_set_up_from_the_page_and_asked_for_next_time(
    page: Page, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = type("Clock", (), {"time": staticmethod(lambda: NOW)})
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", clock)
    page.goto("/accounts/2fa/app/")
    confirm(page)
    secret = page.inner_text("#secret")
    drawn = page.locator("svg.qr").bounding_box()
    assert drawn is not None
    assert (drawn["width"], drawn["height"]) == (200, 200)
    page.fill("#code", format_hotp_value(hotp_value(secret, NOW // 30)))
    page.click("button:has-text('Set up the app')")
    spare = page.inner_text("#codes").split()
    assert len(spare) == 10
    with page.expect_download() as download:
        page.click("text=Download")
    assert download.value.path().read_text().split() == spare
    page.context.clear_cookies()
    enter(page)
    page.wait_for_selector("#code")
    assert inspect(page) == []
    page.fill("#code", spare[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def test_pages_about_accounts_are_accessible_and_fit_every_width(
    page: Page, lin: User, settings: Any
) -> None:
    settings.RUNGS_EMAIL = True
    GroupGrant.objects.create(group="network-leads", team=make_team(), role=40)
    mo = make_user("mo", email="mo@acme.example")
    inviting.invite(lin, "somebody.with.a.long.name@a-subsidiary.acme.example")
    page.goto("/accounts/2fa/app/")
    confirm(page)
    addresses = [
        "/accounts/2fa/", "/accounts/2fa/app/", "/accounts/2fa/keys/", "/accounts/2fa/keys/add/",
        "/accounts/password/change/", "/settings/sessions/", "/settings/people/",
        f"/settings/people/{mo.pk}/", "/settings/groups/",
    ]  # fmt: skip
    found = {address: problems for address in addresses if (problems := look(page, address))}
    page.context.clear_cookies()
    page.goto(f"/accounts/join/?key={inviting.way_back(lin, mo)[1]}")
    outside = [
        "/accounts/join/",
        "/accounts/password/reset/",
        "/accounts/inactive/",
        "/accounts/oidc/cancelled/",
    ]
    found |= {address: problems for address in outside if (problems := look(page, address))}
    assert found == {}


def look(page: Page, address: str) -> list[str]:
    page.goto(address)
    return inspect(page)


def test_the_provider_is_reached_and_left_again_under_our_strict_policy(
    open_context: Open, live_server: Any, settings: Any, complaints: list[str]
) -> None:
    page = open_context().new_page()
    page.context.clear_cookies()
    with provider() as acme:
        settings.RUNGS_OIDC_APPS, settings.RUNGS_URL = acme.apps(), live_server.url
        acme.knows("u-1", preferred_username="zoe", email="zoe@acme.example", email_verified=True)
        page.goto("/accounts/login/?next=/criteria/")
        page.click("button:has-text('Sign in with Acme')")
        page.fill("input[name=sub]", "u-1")
        page.keyboard.press("Enter")
        page.wait_for_url("**/criteria/")
    complaints[:] = [one for one in complaints if not one.startswith(acme.address)]  # of its own page
    assert page.is_visible("summary[aria-label='Account: zoe']")
