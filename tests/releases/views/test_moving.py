"""The buttons of the page: submit, check, start, hold, resume, give up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Role, Team
from releases.actions.rolling_back import make_plan
from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.models import GateTicket, Release, RollbackPlan
from tests.factories import make_member, make_team
from tests.pages import Page, get
from tests.releases.factories import make_application, make_release, make_signoff

pytestmark = pytest.mark.django_db
PLACE = "/releases/ai-shell/2.14.0/"
SIMPLE = Checklist(
    items=(Item(key="ops.owner", title="Somebody is on call", kind=Kind.MANUAL),),
    approvals=(Approval("approver", 1),),
    approval_hours=72,
)


@pytest.fixture
def team() -> Team:
    return make_team("Platform")


@pytest.fixture
def eve(team: Team) -> Client:
    client = Client()
    client.force_login(make_member("eve", team, Role.ENGINEER))
    return client


@pytest.fixture
def release(team: Team) -> Release:
    """Signed off by two others."""
    made = make_release(make_application(team=team), checklist=SIMPLE, state="approved")
    ann = make_member("ann", team, Role.APPROVER)
    for item in ("", "ops.owner"):
        make_signoff(made, ann, item)
    make_plan(made, timezone.now())
    RollbackPlan.objects.update(accepted_at=timezone.now(), accepted_digest=made.digest)
    return made


def stamp(**more: Any) -> dict[str, Any]:
    release = Release.objects.get()
    return {"attempt": release.attempt, "digest": release.digest, "revision": release.revision, **more}


def test_a_start_shows_the_ticket_once_and_how_ci_uses_it(eve: Client, release: Release):
    answer = eve.post(PLACE + "start/", stamp())
    page = Page(answer)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert page.text.count("rungs_gate_") >= 1
    assert "RUNGS_TICKET" in page.text
    assert "rungs_gate_" not in get(eve, PLACE).text
    assert GateTicket.objects.count() == 1


def test_a_start_that_is_refused_says_why_and_gives_no_ticket(eve: Client, release: Release):
    release.signoffs.all().delete()
    answer = eve.post(PLACE + "start/", stamp())
    assert answer.status_code in (409, 422)
    assert GateTicket.objects.count() == 0


def test_what_every_start_asks_is_said_before_it_is_tried(eve: Client, release: Release):
    RollbackPlan.objects.update(accepted_at=None)
    page = get(eve, PLACE)
    assert "1 thing blocks the start" in page.text
    assert 'aria-disabled="true"' in page.html


def test_two_who_start_at_once_get_one_ticket(eve: Client, release: Release):
    sent = stamp()
    assert [eve.post(PLACE + "start/", sent).status_code for _ in range(2)] == [200, 409]
    assert GateTicket.objects.count() == 1


def test_a_draft_is_submitted_when_its_rollback_plan_is_accepted(eve: Client, release: Release):
    Release.objects.update(state="draft")
    RollbackPlan.objects.update(accepted_at=None)
    assert eve.post(PLACE + "submit/", stamp()).status_code == 422
    RollbackPlan.objects.update(accepted_at=timezone.now(), accepted_digest=release.digest)
    assert eve.post(PLACE + "submit/", stamp()).status_code == 302
    assert Release.objects.get().state != "draft"


def test_checks_are_run_again_whatever_the_page_showed(eve: Client, release: Release):
    assert eve.post(PLACE + "checks/", {"attempt": 1}).status_code == 302


def test_one_of_the_team_holds_and_gives_up(eve: Client, release: Release):
    eve.post(PLACE + "start/", stamp())
    assert eve.post(PLACE + "hold/", stamp(reason="errors")).status_code == 302
    assert "Held at 0 %" in get(eve, PLACE).text
    assert eve.post(PLACE + "abandon/", stamp(reason="enough")).status_code == 302
    assert Release.objects.get().state == "abandoned"


def test_going_on_needs_a_reason_which_is_asked_for_beside_the_field(team: Team, release: Release):
    Release.objects.update(state="held")
    client = Client()
    client.force_login(make_member("chen", team, Role.APPROVER))
    answer = client.post(PLACE + "resume/", stamp(reason=""))
    assert answer.status_code == 422
    assert "Say why it can go on: the others read it." in Page(answer).text
    assert client.post(PLACE + "resume/", stamp(reason="it was noise")).status_code == 200


@pytest.mark.parametrize("verb", ["submit", "start", "hold", "abandon"])
def test_a_page_out_of_date_moves_nothing(eve: Client, release: Release, verb: str):
    assert eve.post(f"{PLACE}{verb}/", stamp(revision="77")).status_code == 409
    assert Release.objects.get().state == "approved"


@pytest.mark.parametrize("verb", ["submit", "start", "hold", "resume", "abandon", "checks", "sign"])
def test_nothing_is_moved_by_looking(eve: Client, release: Release, verb: str):
    assert eve.get(f"{PLACE}{verb}/").status_code == 405
