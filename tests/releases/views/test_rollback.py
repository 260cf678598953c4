"""The page of the way back: its plan, who stands for it, going it, and saying what one saw."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Event, Organisation, Role, Team
from releases.actions.rolling_back import make_plan
from releases.core import rollback
from releases.core.rollback import Limit
from releases.core.state import State
from releases.models import Rehearsal, Release, Rollback, RollbackPlan
from tests.factories import make_member
from tests.pages import get, signed_in
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db
PAGE = "/releases/ai-shell/2.14.0/"
HOUR = timedelta(hours=1)


@pytest.fixture
def release(release: Release) -> Release:
    make_plan(release, timezone.now())
    return release


def accepting(release: Release, **fields: str) -> dict[str, str]:
    plan = RollbackPlan.objects.get(release=release)
    return {"attempt": "1", "digest": release.digest, "read": rollback.digest_of(plan.steps), **fields}


def test_the_page_shows_the_plan_what_has_to_be_found_out_and_whom_to_call(client: Client, release: Release):
    Organisation.objects.create(pk=1, emergency_contact="+49 112")
    release.application.on_call = "Ada, #shop-oncall"
    release.application.save()
    page = get(client, PAGE + "rollback/")
    for words in (
        "Find out which feature flags", "Warning", "Nobody has accepted it yet.", "not rehearsed",
        "Ada, #shop-oncall", "+49 112", "It can be rolled back as soon as it is on its way.",
    ):  # fmt: skip
        assert words in page.text
    assert "Roll back to 2.13.4" not in page.text


def test_a_page_without_anybody_to_call_says_so(client: Client, release: Release):
    assert "Nobody is named to be called" in get(client, PAGE + "rollback/").text


def test_an_engineer_accepts_the_plan_that_they_read(release: Release, team: Team):
    ann = signed_in(make_member("ann", team, Role.ENGINEER))
    assert ann.post(PAGE + "accept-plan/", accepting(release)).status_code == 302
    assert "Accepted by ann" in get(ann, PAGE + "rollback/").text
    assert ann.post(PAGE + "accept-plan/", accepting(release)).status_code == 409


@pytest.mark.parametrize("stale", [{"digest": "0" * 64}, {"read": "0" * 64}, {"read": ""}])
def test_an_old_page_accepts_nothing_and_shows_how_it_stands(client: Client, release: Release, stale):
    answer = client.post(PAGE + "accept-plan/", accepting(release, **stale))
    assert answer.status_code == 409
    assert "has changed since the page was loaded" in answer.content.decode()
    assert RollbackPlan.objects.get().accepted_at is None


def test_a_plan_is_written_and_made_anew_again(client: Client, release: Release):
    client.post(PAGE + "plan/", accepting(release, text="Tell #ops\r\n<b>Switch</b>"))
    page = get(client, PAGE + "rollback/")
    assert "<li><span>&lt;b&gt;Switch&lt;/b&gt;</span></li>" in page.html
    assert "Make it anew from what is known" in page.text
    client.post(PAGE + "plan/", accepting(release, do="renew"))
    assert "Find out which feature flags" in get(client, PAGE + "rollback/").text


def test_a_plan_that_is_none_is_said_and_what_was_typed_stays(client: Client, release: Release):
    answer = client.post(PAGE + "plan/", accepting(release, text="x" * 10_000))
    assert answer.status_code == 422
    assert "Step 1 is longer than 500 characters." in answer.content.decode()
    assert "x" * 10_000 in answer.content.decode()


def test_two_clicks_roll_back_and_the_page_says_who_began_it(release: Release, team: Team):
    Release.objects.update(state=State.OBSERVING)
    ann = signed_in(make_member("ann", team, Role.ENGINEER))
    assert "Roll back to 2.13.4" in get(ann, PAGE + "rollback/").text
    assert ann.post(PAGE + "rollback/", {"reason": "Errors <i>rise</i>", "revision": "0"}).status_code == 302
    page = get(ann, PAGE + "rollback/")
    assert (
        "by ann. It is over when 2.13.4 is seen to serve. Why it was begun: Errors <i>rise</i>." in page.text
    )
    assert "&lt;i&gt;rise&lt;/i&gt;" in page.html
    assert ann.post(PAGE + "rollback/").status_code == 409


def test_what_is_not_on_its_way_is_not_rolled_back(client: Client, release: Release):
    answer = client.post(PAGE + "rollback/", {"reason": "a"})
    assert answer.status_code == 422
    assert "there is nothing to roll back" in answer.content.decode()


def test_before_the_deadline_nothing_is_asked_and_the_time_left_is_shown(client: Client, release: Release):
    Release.objects.update(state=State.ROLLING)
    limits = [Limit("the image of 2.13.4 is deleted", at=timezone.now() + 3 * HOUR)]
    RollbackPlan.objects.update(limits=rollback.packed(limits))
    page = get(client, PAGE + "rollback/")
    assert "The time for going back ends in 3 h: the image of 2.13.4 is deleted." in page.text
    assert 'name="late"' not in page.html
    assert client.post(PAGE + "rollback/").status_code == 302


def test_after_the_deadline_the_warning_is_shown_before_it_goes(client: Client, release: Release):
    Release.objects.update(state=State.ROLLING)
    limits = [Limit("the image of 2.13.4 is deleted", at=timezone.now() - HOUR)]
    RollbackPlan.objects.update(limits=rollback.packed(limits))
    answer = client.post(PAGE + "rollback/", {"reason": "Typed"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "It takes longer and costs more now." in page
    assert 'name="late"' in page
    assert "Typed</textarea>" in page
    assert client.post(PAGE + "rollback/", {"late": "1"}).status_code == 302


def test_a_person_says_with_evidence_what_serves(client: Client, release: Release):
    Release.objects.update(state=State.ROLLING)
    client.post(PAGE + "rollback/")
    for sent in ({"version": "2.13.4"}, {"evidence": "curl"}, {"version": "2.13.4", "evidence": "x" * 501}):
        assert client.post(PAGE + "served/", sent).status_code == 422
    client.post(PAGE + "served/", {"version": "2.14.0", "evidence": "the console"})
    page = get(client, PAGE + "rollback/")
    assert "It failed: 2.14.0 still serves: the console." in page.text
    assert "Try again" in page.text
    client.post(PAGE + "served/", {"version": "2.13.4", "evidence": "https://status.example"})
    assert Release.objects.get().state == State.ROLLED_BACK
    assert "It worked: 2.13.4 serves again: https://status.example." in get(client, PAGE + "rollback/").text
    assert client.post(PAGE + "served/", {"version": "a", "evidence": "b"}).status_code == 409


def test_who_may_only_look_sees_the_plan_and_no_button(release: Release, team: Team):
    Release.objects.update(state=State.ROLLING)
    vera = signed_in(make_member("vera", team, Role.VIEWER))
    assert get(vera, PAGE + "rollback/").actions.count(PAGE + "rollback/") == 0
    assert vera.post(PAGE + "rollback/").status_code == 403
    assert not Rollback.objects.exists()


def test_the_attempt_that_was_shown_is_the_one_that_is_rolled_back(client: Client, release: Release):
    Release.objects.update(state=State.COMPLETED, completed_at=timezone.now())
    make_release(release.application, "2.14.0", attempt=2, state=State.ABANDONED)
    assert client.post(PAGE + "rollback/", {"attempt": "1"}).status_code == 302
    assert Rollback.objects.get().release == release


REHEARSALS = "/releases/applications/ai-shell/rehearsals/"


def tried(**fields: str) -> dict[str, str]:
    day = timezone.now() - timedelta(days=3)
    told = {"environment": "stage", "on": f"{day:%Y-%m-%d}", "worked": "yes", "minutes": "3", "seconds": "40"}
    return {**told, **fields}


def test_a_rehearsal_is_listed_with_its_age_and_how_long_it_took(client: Client, release: Release):
    assert "No rehearsal yet" in get(client, REHEARSALS).text
    assert client.post(REHEARSALS, tried(version="2.14.0", note="<b>x</b>")).status_code == 302
    page = get(client, REHEARSALS)
    assert "It worked Stage 2.14.0" in page.text
    assert "3 min 40 s" in page.text or "3 min" in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.html
    assert "Rehearsed on Stage" in get(client, PAGE + "rollback/").text
    assert Event.objects.filter(kind="rollback.rehearsed").count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"environment": "moon"}, "Choose Stage or Prod."),
        ({"on": "yesterday"}, "Enter a day"),
        ({"on": "2020-01-01"}, "within the last year"),
        ({"on": "2999-01-01"}, "within the last year"),
        ({"worked": ""}, "Say whether"),
        ({"minutes": "-1"}, "from 0 to 1440"),
        ({"seconds": "60"}, "from 0 to 59"),
        ({"minutes": "0", "seconds": "0"}, "Enter how long it took"),
        ({"note": "x" * 501}, "At most 500 characters."),
        ({"version": "x" * 101}, "At most 100 characters."),
    ],
)
def test_what_is_no_rehearsal_is_said(client: Client, release: Release, wrong: dict[str, str], says: str):
    answer = client.post(REHEARSALS, tried(**wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Rehearsal.objects.exists()


def test_a_rehearsal_that_nobody_measured_says_so(client: Client):
    make_application()
    client.post(REHEARSALS, tried(minutes="", seconds="", worked="no"))
    page = get(client, REHEARSALS)
    assert "It did not work" in page.text
    assert "not measured" in page.text
