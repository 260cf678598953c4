"""Break-glass and its reviews on pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Organisation, Role, Team
from releases.core.state import State
from releases.models import GateTicket, Override, PostReview, Release
from tests.factories import make_member, make_team
from tests.pages import get, signed_in
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db
PAGE, REVIEWS = "/releases/ai-shell/2.14.0/", "/releases/reviews/"
WHY = "The login is down for <b>everybody</b>"
FOUND = "The fix was right; the alarm was missing"
HOUR = timedelta(hours=1)


@pytest.fixture
def lea(team: Team) -> Client:
    return signed_in(make_member("lea", team, Role.LEAD))


def given(release: Release, **fields: str) -> dict[str, str]:
    now = Release.objects.get(pk=release.pk)
    told = {"attempt": "1", "digest": now.digest, "revision": str(now.revision), "reason": WHY}
    return {**told, **fields}


def test_a_lead_breaks_the_glass_and_sees_the_ticket_once(lea: Client, release: Release):
    page = get(lea, PAGE + "override/")
    assert "Somebody is on call" in page.text
    assert "Break the glass and start" in page.text
    answer = lea.post(PAGE + "override/", given(release))
    assert answer.status_code == 200
    assert "rungs_gate_" in answer.content.decode()
    assert "/api/v1/gates/ai-shell@2.14.0" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert Release.objects.get().state == State.ROLLING
    assert GateTicket.objects.count() == 1
    assert "rungs_gate_" not in get(lea, PAGE + "override/").html
    assert lea.post(PAGE + "override/", given(release)).status_code == 409
    assert Override.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ({"reason": "urgent"}, 422, "at least 20 characters"),
        ({"reason": "x" * 10_000}, 422, "At most 5,000 characters."),
        ({"incident": "x" * 501}, 422, "at most 500 characters"),
        ({"digest": "0" * 64}, 409, "has changed since this page was loaded"),
        ({"revision": "7"}, 409, "Somebody changed this release"),
        ({"revision": "x"}, 409, "Somebody changed this release"),
    ],
)
def test_what_breaks_nothing_is_said_and_what_was_typed_stays(
    lea: Client, release: Release, wrong: dict[str, str], status: int, says: str
):
    lea.get(PAGE + "override/")
    Release.objects.update(revision=3)
    answer = lea.post(PAGE + "override/", given(release, **wrong))
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert wrong.get("reason", "for &lt;b&gt;everybody") in answer.content.decode()
    assert not Override.objects.exists()


def test_who_is_no_lead_reads_what_keeps_it_back_and_has_no_button(release: Release, team: Team):
    ann = signed_in(make_member("ann", team, Role.APPROVER))
    page = get(ann, PAGE + "override/")
    assert "What keeps it back" in page.text
    assert "Break the glass and start" not in page.text
    assert ann.post(PAGE + "override/", given(release)).status_code == 403


@pytest.fixture
def owed(lea: Client, release: Release) -> PostReview:
    lea.post(PAGE + "override/", given(release, incident="https://incidents.example/7"))
    return PostReview.objects.get()


def test_somebody_else_finishes_the_review(owed: PostReview, lea: Client, team: Team):
    assert "somebody else reviews it" in get(lea, PAGE + "review/").text
    assert lea.post(PAGE + "review/", {"findings": FOUND}).status_code == 422
    ann = signed_in(make_member("ann", team, Role.APPROVER))
    page = get(ann, PAGE + "review/")
    assert page.links["https://incidents.example/7"] == "https://incidents.example/7"
    assert "for &lt;b&gt;everybody" in page.html
    assert ann.post(PAGE + "review/", {"findings": "ok"}).status_code == 422
    assert ann.post(PAGE + "review/", {"findings": FOUND}).headers["Location"] == REVIEWS
    assert FOUND in get(ann, PAGE + "review/").text
    assert ann.post(PAGE + "review/", {"findings": FOUND}).status_code == 409


def test_the_page_of_the_release_offers_the_glass_to_leads_and_shows_what_is_owed(
    lea: Client, release: Release, team: Team
):
    ann = signed_in(make_member("ann", team, Role.APPROVER))
    assert "Break the glass" in get(lea, PAGE).links
    assert "Break the glass" not in get(ann, PAGE).links
    lea.post(PAGE + "override/", given(release))
    page = get(ann, PAGE)
    assert "lea broke the glass" in page.text
    assert page.text.count("lea broke the glass") == 1
    assert page.links["Review it"].startswith(PAGE + "review/")


def test_an_incident_that_is_no_address_is_no_link(lea: Client, release: Release):
    lea.post(PAGE + "override/", given(release, incident="javascript:alert(1)"))
    assert 'href="javascript' not in get(lea, PAGE + "review/").html


def test_a_release_that_owes_no_review_has_no_page_of_it(client: Client, release: Release):
    assert client.get(PAGE + "review/").status_code == 404


def test_the_list_shows_what_is_owed_with_its_age_and_counts_by_team(
    owed: PostReview, client: Client, release: Release
):
    PostReview.objects.update(due_at=timezone.now() - 3 * HOUR)
    before = make_release(release.application, "2.13.9", state=State.COMPLETED)
    old = Override.objects.create(
        release=before, principal={"username": "ann"}, reason=WHY, digest="", at=timezone.now()
    )
    PostReview.objects.create(override=old, due_at=timezone.now(), done_at=timezone.now())
    page = get(client, REVIEWS)
    order = [page.text.index(text) for text in ("Owed", "overdue for 3 h", "Done", "ai-shell 2.13.9")]
    assert order == sorted(order)
    assert "ai-shell team 2 1" in page.text


def test_the_page_of_the_team_counts_emergencies_of_the_last_ninety_days(
    owed: PostReview, lea: Client, team: Team
):
    page = get(lea, f"/teams/{team.slug}/")
    line = "1 release in 90 days went without its gates; 1 review is owed"
    assert page.links[line] == REVIEWS
    PostReview.objects.update(done_at=timezone.now())
    assert "1 release in 90 days went without its gates" in get(lea, f"/teams/{team.slug}/").links
    Override.objects.update(at=timezone.now() - timedelta(days=91))
    assert "went without" not in " ".join(get(lea, f"/teams/{team.slug}/").links)


def test_without_an_emergency_the_list_says_so(client: Client):
    assert "Nobody broke the glass" in get(client, REVIEWS).text


def test_reviews_of_other_teams_are_hidden_where_reading_is_closed(owed: PostReview):
    Organisation.objects.create(pk=1, open_read=False)
    other = signed_in(make_member("eve", make_team("Other"), Role.LEAD))
    make_application("web")
    assert "ai-shell" not in get(other, REVIEWS).html
    assert other.get(PAGE + "review/").status_code == 404
    assert other.get(PAGE + "override/").status_code == 404
