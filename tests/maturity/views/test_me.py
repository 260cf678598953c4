"""What people set for themselves."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import User
from tests.pages import Page, get

GIVEN = {"language": "", "theme": "dark", "time_zone": "Europe/Berlin", "shortcuts": "on"}


def test_what_was_chosen_is_kept_and_said(client: Client, lin: User) -> None:
    response = client.post("/settings/me/", GIVEN, follow=True)
    lin.refresh_from_db()
    assert (lin.theme, lin.time_zone, lin.shortcuts, lin.language) == ("dark", "Europe/Berlin", True, "")
    page = Page(response)
    assert "Your settings are saved." in page.text
    assert 'data-theme="dark" data-keys="on"' in page.html
    assert 'value="Europe/Berlin" placeholder' in page.html


def test_it_is_said_in_the_language_that_was_chosen(client: Client) -> None:
    response = client.post("/settings/me/", {**GIVEN, "language": "zh-hans"}, follow=True)
    assert '<html lang="zh-hans"' in response.content.decode()
    assert "Your settings are saved." not in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("europe/berlin", "Europe/Berlin"), ("America/New York", "America/New_York"), ("utc", "UTC"), ("", "")],
)
def test_a_zone_may_be_written_loosely(client: Client, lin: User, typed: str, kept: str) -> None:
    client.post("/settings/me/", {**GIVEN, "time_zone": typed})
    lin.refresh_from_db()
    assert lin.time_zone == kept


@pytest.mark.parametrize(
    "typed", ["Mars/Base", "../../etc/passwd", "x" * 51, "<script>alert(1)</script>", "\0"]
)
def test_a_zone_there_is_not_is_refused_and_nothing_is_lost(client: Client, lin: User, typed: str) -> None:
    User.objects.update(time_zone="Asia/Tokyo", theme="light")
    response = client.post("/settings/me/", {**GIVEN, "time_zone": typed})
    lin.refresh_from_db()
    assert response.status_code == 422
    assert (lin.time_zone, lin.theme) == ("Asia/Tokyo", "light")
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("wrong", [{"theme": "x"}, {"theme": ""}, {"language": "xx"}])
def test_other_values_are_refused(client: Client, lin: User, wrong: dict[str, str]) -> None:
    assert client.post("/settings/me/", {**GIVEN, **wrong}).status_code == 422
    lin.refresh_from_db()
    assert lin.time_zone == ""


def test_nothing_else_of_a_person_can_be_set(client: Client, lin: User) -> None:
    client.post("/settings/me/", {**GIVEN, "is_staff": "on", "username": "root", "email": "x@example.com"})
    lin.refresh_from_db()
    assert (lin.is_staff, lin.username, lin.email) == (False, "lin", "")


def test_the_present_time_of_a_zone_is_told(client: Client) -> None:
    User.objects.update(time_zone="Asia/Tokyo")
    assert get(client, "/settings/me/zone/?time_zone=asia/shanghai").text.endswith("there now (CST).")
    assert "There is no time zone of this name" in get(client, "/settings/me/zone/?time_zone=x").text
    assert get(client, "/settings/me/zone/?time_zone=").text == ""


def test_a_switch_in_passing_is_kept_in_the_profile(client: Client, lin: User) -> None:
    client.post("/theme/", {"theme": "light"})
    client.post("/shortcuts/", {})
    client.post("/language/", {"language": "zh-hans"})
    lin.refresh_from_db()
    assert (lin.theme, lin.shortcuts, lin.language) == ("light", False, "zh-hans")
    assert 'data-keys="off"' in get(client, "/criteria/").html


def test_the_profile_wins_over_the_cookie_of_this_browser(client: Client, lin: User) -> None:
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in get(client, "/criteria/").html
    User.objects.update(theme="auto")
    assert "data-theme=" not in get(client, "/criteria/").html


def test_a_script_is_answered_without_a_page(client: Client) -> None:
    for address, given in (("/theme/", {"theme": "dark"}), ("/shortcuts/", {"on": "on"})):
        assert client.post(address, given, headers={"HX-Request": "true"}).status_code == 204


def test_a_strangers_switches_stay_in_cookies(outsider: Client, lin: User) -> None:
    assert outsider.post("/theme/", {"theme": "dark"}).cookies["theme"].value == "dark"
    assert outsider.post("/language/", {"language": "zh-hans"}).status_code == 302
    lin.refresh_from_db()
    assert (lin.theme, lin.language) == ("", "")


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
@pytest.mark.parametrize("address", ["/language/", "/shortcuts/", "/theme/"])
def test_a_switch_leads_to_no_other_site(client: Client, address: str, next_: str) -> None:
    given = {"language": "en", "theme": "dark", "on": "1", "next": next_}
    location = client.post(address, given).headers["Location"]
    assert location == "/"


@pytest.mark.parametrize("address", ["/settings/me/", "/settings/me/zone/"])
def test_it_asks_strangers_to_sign_in(outsider: Client, lin: User, address: str) -> None:
    assert outsider.get(address).headers["Location"] == f"/accounts/login/?next={address}"


def test_strangers_cannot_switch_shortcuts_of_anybody(outsider: Client, lin: User) -> None:
    outsider.post("/shortcuts/", {})
    lin.refresh_from_db()
    assert lin.shortcuts


def test_a_form_of_another_site_changes_nothing(lin: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lin)
    for address in ("/settings/me/", "/shortcuts/", "/theme/", "/language/"):
        assert strict.post(address, {**GIVEN, "language": "zh-hans"}).status_code == 403
