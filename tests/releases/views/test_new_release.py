"""Opening a release on a page."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import Role, Team
from releases.models import Application, Release
from tests.factories import days_ago, make_member, make_team
from tests.pages import Page, get
from tests.releases.factories import make_application, make_deployment

pytestmark = pytest.mark.django_db
NEW = "/releases/new/"


@pytest.fixture
def team() -> Team:
    return make_team("Platform")


@pytest.fixture
def application(team: Team) -> Application:
    made = make_application(team=team)
    make_deployment(made, "2.13.9", started_at=days_ago(8))
    make_deployment(made, "2.14.0", started_at=days_ago(2))
    make_deployment(made, "2.13.4", environment="prod", started_at=days_ago(9))
    return made


@pytest.fixture
def eve(team: Team) -> Client:
    client = Client()
    client.force_login(make_member("eve", team, Role.ENGINEER))
    return client


def test_the_newest_version_on_stage_is_chosen_and_says_what_it_replaces(
    eve: Client, application: Application
):
    page = get(eve, NEW + "?app=ai-shell")
    assert "2.14.0, on Stage for 2 d" in page.html
    assert page.html.index("2.14.0, on Stage") < page.html.index("2.13.9, on Stage")
    assert "Replaces 2.13.4 on Prod." in page.text


def test_another_version_can_be_asked_for_by_a_link(eve: Client, application: Application):
    assert '<option value="2.13.9" selected>' in get(eve, NEW + "?app=ai-shell&version=2.13.9").html


def test_a_release_is_opened_and_its_page_follows(eve: Client, application: Application):
    answer = eve.post(NEW, {"app": "ai-shell", "version": "2.14.0", "note": "the second"})
    assert answer.headers["Location"] == "/releases/ai-shell/2.14.0/"
    made = Release.objects.get()
    assert (made.state, made.base_version, made.note) == ("draft", "2.13.4", "the second")
    assert made.artifact.startswith("sha256:aaa")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a version, or type the one that goes to Prod."),
        ({"other": "a/b"}, "A version holds no slash."),
        ({"other": "x" * 101}, "A version has at most 100 characters."),
        ({"other": "1", "artifact": "latest"}, "An artifact is named by its digest"),
        ({"other": "1", "commit": "main"}, "A commit is 7 to 64 hexadecimal digits."),
        ({"other": "1", "note": "x" * 2001}, "A note has at most 2,000 characters."),
        ({"other": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    eve: Client, application: Application, sent: dict[str, str], sentence: str
):
    answer = eve.post(NEW, {"app": "ai-shell", **sent})
    assert answer.status_code == 422
    assert sentence in Page(answer).text
    assert Release.objects.count() == 0


def test_what_was_typed_stays_in_the_fields(eve: Client, application: Application):
    html = Page(eve.post(NEW, {"app": "ai-shell", "other": '"><b>', "artifact": "latest"})).html
    assert 'value="&quot;&gt;&lt;b&gt;"' in html
    assert 'value="latest"' in html


def test_a_version_that_is_open_is_not_opened_twice(eve: Client, application: Application):
    sent = {"app": "ai-shell", "version": "2.14.0"}
    assert [eve.post(NEW, sent).status_code for _ in range(2)] == [302, 422]
    assert Release.objects.count() == 1


def test_without_an_application_one_is_chosen_first(eve: Client, application: Application):
    make_application("theirs", team=make_team("Theirs"))
    html = get(eve, NEW).html
    assert '<option value="ai-shell">' in html
    assert "theirs" not in html


def test_an_application_of_others_is_not_released(eve: Client, application: Application):
    make_application("theirs", team=make_team("Theirs"))
    assert eve.post(NEW, {"app": "theirs", "other": "1"}).status_code == 403
    assert eve.post(NEW, {"app": "no-such", "other": "1"}).status_code == 404


def test_who_may_only_look_opens_nothing(team: Team, application: Application):
    client = Client()
    client.force_login(make_member("vic", team, Role.VIEWER))
    assert client.get(NEW).status_code == 403


WAY = {"HX-Request": "true", "HX-Target": "way"}


def test_the_rollback_plan_it_would_begin_with_is_shown(eve: Client, application: Application):
    page = Page(eve.get(NEW + "?app=ai-shell&version=2.14.0", headers=WAY))
    assert page.html.lstrip().startswith('<div id="way">')
    assert "2.13.4" in page.text
    assert "Flags and migrations are read from its code once the release is open" in page.text


def test_what_is_shown_is_what_the_release_begins_with(eve: Client, application: Application):
    page = Page(eve.get(NEW + "?app=ai-shell&version=2.14.0", headers=WAY))
    eve.post(NEW, {"app": "ai-shell", "version": "2.14.0"})
    steps = Release.objects.get().rollback_plan.steps
    assert steps
    assert [step["text"] for step in steps if step["text"] not in page.text] == []


def test_the_plan_comes_when_the_page_is_there_and_when_another_version_is_chosen(
    eve: Client, application: Application
):
    html = get(eve, NEW + "?app=ai-shell").html
    assert 'hx-get="/releases/new/?app=ai-shell&amp;version=2.14.0" hx-trigger="load"' in html
    assert 'hx-get="/releases/new/?app=ai-shell" hx-trigger="change" hx-target="#way"' in html


def test_without_scripts_a_link_shows_it(eve: Client, application: Application):
    assert "preview=1" in get(eve, NEW + "?app=ai-shell").html
    assert "This is what is known now." in get(eve, NEW + "?app=ai-shell&version=2.14.0&preview=1").text


@pytest.mark.parametrize("version", ["", "9.9.9", "9%00", "x" * 300])
def test_of_a_version_that_never_came_to_stage_nothing_is_known_yet(
    eve: Client, application: Application, version: str
):
    page = Page(eve.get(f"{NEW}?app=ai-shell&version={version}", headers=WAY))
    assert "It is written for you from what is known of the application." in page.text


def test_looking_at_it_writes_nothing(eve: Client, application: Application):
    eve.get(NEW + "?app=ai-shell&version=2.14.0", headers=WAY)
    assert not Release.objects.exists()


def test_who_may_not_open_a_release_is_shown_no_plan_of_it(team: Team, application: Application):
    client = Client()
    client.force_login(make_member("vic", team, Role.VIEWER))
    assert client.get(NEW + "?app=ai-shell&version=2.14.0", headers=WAY).status_code == 403
