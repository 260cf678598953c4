"""Signing off on the page: who may, what is kept, and what a page that is out of date gets."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from maturity.models import Event, Role, Team
from releases.models import Release, SignOff, Waiver
from tests.factories import make_member, make_team
from tests.pages import Page, get
from tests.releases.factories import make_application, make_check, make_release, make_signoff

pytestmark = pytest.mark.django_db
PLACE = "/releases/ai-shell/2.14.0/"
SIGN = PLACE + "items/ops.owner/sign/"
HTMX = {"HX-Request": "true", "HX-Target": "i-ops.owner"}
NASTY = '<img src=x onerror="alert(1)">'


@pytest.fixture
def team() -> Team:
    return make_team("Platform")


@pytest.fixture
def release(team: Team) -> Release:
    made = make_release(make_application(team=team), state="in_review")
    make_check(made, "iac.drift")
    return made


@pytest.fixture
def priya(team: Team) -> Client:
    return signed_in(team, "priya", Role.APPROVER)


def signed_in(team: Team, name: str, role: int) -> Client:
    client = Client()
    client.force_login(make_member(name, team, role))
    return client


def stamp(**more: Any) -> dict[str, Any]:
    """What the forms of the page carry."""
    release = Release.objects.get()
    return {"attempt": release.attempt, "digest": release.digest, "revision": release.revision, **more}


def test_a_sign_off_without_scripts_leads_back_to_the_page(priya: Client, release: Release):
    answer = priya.post(SIGN, stamp(comment="priya, #ai-shell"))
    assert answer.headers["Location"] == PLACE
    said = SignOff.objects.get()
    assert (said.item, said.decision, said.comment) == ("ops.owner", "approve", "priya, #ai-shell")


def test_with_scripts_the_last_word_says_who_spoke_and_what_became_of_it(priya: Client, release: Release):
    priya.post(SIGN, stamp())
    page = Page(priya.post(PLACE + "sign/", stamp(), headers=HTMX))
    assert "signed off by priya" in page.text
    assert "is signed off and may start" in page.text
    assert "signed off" in page.html.split('id="state"', 1)[1].split("</span>")[0]


def test_with_scripts_the_item_comes_back_with_all_that_changed(priya: Client, release: Release):
    page = Page(priya.post(SIGN, stamp(), headers=HTMX))
    assert page.html.lstrip().startswith('<li id="i-ops.owner" data-row tabindex="-1" data-focus>')
    assert '<div id="blk" hx-swap-oob="innerHTML">' in page.html
    assert '<span id="go" hx-swap-oob="innerHTML">' in page.html
    assert '<ul hx-swap-oob="afterbegin:#audit">' in page.html
    assert "2 of 2 done" in page.text
    assert "<html" not in page.html


def test_the_forms_that_were_not_sent_learn_the_new_revision(priya: Client, release: Release):
    answer = priya.post(SIGN, stamp(), headers=HTMX)
    assert answer.headers["HX-Trigger"] == f'{{"stamp": {{"value": {Release.objects.get().revision}}}}}'


def test_the_release_as_a_whole_is_signed_off(priya: Client, release: Release):
    priya.post(SIGN, stamp())
    priya.post(PLACE + "sign/", stamp(comment="good"))
    assert Release.objects.get().state == "approved"
    assert "priya signed off just now good Counts; it ends in 3 d." in get(priya, PLACE).text


def test_a_rejection_needs_a_reason_and_loses_nothing_typed(priya: Client, release: Release):
    answer = priya.post(PLACE + "sign/", stamp(reject="1", comment=" "))
    page = Page(answer)
    assert answer.status_code == 422
    assert "Say why: the others read it." in page.text
    assert SignOff.objects.count() == 0


def test_a_comment_that_is_too_long_is_shown_again(priya: Client, release: Release):
    answer = priya.post(SIGN, stamp(comment="x" * 10_000))
    assert answer.status_code == 422
    assert "x" * 10_000 in answer.content.decode()
    assert 'aria-invalid="true" aria-describedby="e-ops.owner" data-focus' in answer.content.decode()


def test_a_refusal_with_scripts_replaces_the_page_and_keeps_the_focus(priya: Client, release: Release):
    answer = priya.post(SIGN, stamp(comment="x" * 2_001), headers=HTMX)
    assert answer.status_code == 422
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reselect"]) == ("#main", "#main")


def test_a_rejected_release_says_by_whom_and_why(priya: Client, release: Release):
    priya.post(SIGN, stamp(reject="1", comment=NASTY))
    html = get(priya, PLACE).html
    assert "rejected: &lt;img src=x" in html
    assert "<img src=x" not in html


@pytest.mark.parametrize(
    "stale", [{"revision": "99"}, {"digest": "b" * 64}, {"revision": "x"}, {"digest": ""}]
)
def test_a_page_out_of_date_gets_the_page_as_it_is_now(
    priya: Client, release: Release, stale: dict[str, str]
):
    answer = priya.post(SIGN, stamp(**stale))
    assert answer.status_code == 409
    assert "since this page was loaded: look at it again." in Page(answer).text
    assert SignOff.objects.count() == 0


def test_what_a_stale_page_sent_without_a_stamp_is_refused(priya: Client, release: Release):
    assert priya.post(SIGN, {"comment": "x"}).status_code == 409


def test_a_form_sent_twice_is_one_word_and_the_second_is_told(priya: Client, release: Release):
    sent = stamp()
    assert [priya.post(SIGN, sent).status_code for _ in range(2)] == [302, 409]
    assert SignOff.objects.count() == 1


def test_a_form_of_an_earlier_attempt_changes_nothing_of_a_later_one(priya: Client, release: Release):
    sent = stamp()
    Release.objects.update(state="abandoned")
    again = make_release(release.application, state="in_review", attempt=2)
    assert priya.post(SIGN, sent).status_code in (409, 422)
    assert again.signoffs.count() == 0


def test_an_engineer_signs_what_engineers_may_and_no_more(team: Team, release: Release):
    engineer = signed_in(team, "eve", Role.ENGINEER)
    answer = engineer.post(SIGN, stamp())
    assert answer.status_code == 422
    assert "Your role in the team does not allow this any more." in Page(answer).text


def test_a_viewer_signs_nothing(team: Team, release: Release):
    assert signed_in(team, "vic", Role.VIEWER).post(SIGN, stamp()).status_code == 403


def test_one_may_take_back_ones_own_word_alone(priya: Client, team: Team, release: Release):
    priya.post(SIGN, stamp())
    said = SignOff.objects.get()
    other = signed_in(team, "chen", Role.APPROVER)
    assert other.post(PLACE + "revoke/", stamp(signoff=said.pk)).status_code == 422
    assert priya.post(PLACE + "revoke/", stamp(signoff=said.pk)).status_code == 302
    said.refresh_from_db()
    assert said.ended_how == "revoked"


def test_a_word_of_another_release_is_not_taken_back_here(priya: Client, team: Team, release: Release):
    other = make_release(make_application("other", team=team), state="in_review")
    said = make_signoff(other, make_member("ann", team, Role.APPROVER))
    sent = {"attempt": 1, "digest": release.digest, "revision": release.revision, "signoff": said.pk}
    assert priya.post(PLACE + "revoke/", sent).status_code == 422
    assert SignOff.objects.get(pk=said.pk).ended_at is None


def test_a_lead_waives_with_a_reason_and_for_some_hours(team: Team, release: Release):
    lead = signed_in(team, "lea", Role.LEAD)
    waive = PLACE + "items/iac.drift/waive/"
    answer = lead.post(waive, stamp(reason="", hours="24"))
    assert answer.status_code == 422
    assert "Say why this can be waived: the others read it." in Page(answer).text
    assert lead.post(waive, stamp(reason="known", hours="24")).status_code == 302
    assert Waiver.objects.get().reason == "known"


@pytest.mark.parametrize("hours", ["", "x", "-1", "99999999999999999999", "0"])
def test_hours_that_are_none_are_refused_in_one_sentence(team: Team, release: Release, hours: str):
    lead = signed_in(team, "lea", Role.LEAD)
    answer = lead.post(PLACE + "items/iac.drift/waive/", stamp(reason="known", hours=hours))
    assert answer.status_code == 422
    assert "A waiver lasts 1 to 720 hours." in Page(answer).text


def test_an_item_nobody_asks_for_is_refused(priya: Client, release: Release):
    assert priya.post(PLACE + "items/no.such/sign/", stamp()).status_code == 422
    assert Event.objects.filter(kind="signoff.given").count() == 0


def waived(team: Team, name: str = "lea", role: int = Role.LEAD) -> Client:
    lead = signed_in(team, name, role)
    lead.post(PLACE + "items/iac.drift/waive/", stamp(reason="known", hours="24"))
    return lead


def test_a_waiver_is_ended_on_the_page_and_the_item_falls_back(team: Team, release: Release):
    release.checks.update(outcome="failed", reason="2 stacks drifted")
    lead = waived(team)
    assert "waived: No drift on the stacks it touches" in get(lead, PLACE).text
    answer = lead.post(PLACE + "items/iac.drift/waive/", stamp(end="1"))
    assert answer.headers["Location"] == PLACE
    text = get(lead, PLACE).text
    assert "failed: No drift on the stacks it touches" in text
    assert "lea ended the waiver of “No drift on the stacks it touches”" in text
    assert Event.objects.get(kind="waiver.ended").data["item"] == "iac.drift"


def test_who_may_waive_may_end_the_waiver_of_another(team: Team, release: Release):
    release.checks.update(outcome="failed")
    waived(team)
    other = signed_in(team, "lou", Role.LEAD)
    assert "End the waiver" in get(other, PLACE).text
    other.post(PLACE + "items/iac.drift/waive/", stamp(end="1"))
    assert Waiver.objects.get().ended_how == "revoked"


def test_who_may_not_waive_is_not_offered_to_end_it_and_is_refused(
    team: Team, release: Release, priya: Client
):
    release.checks.update(outcome="failed")
    waived(team)
    assert "End the waiver" not in get(priya, PLACE).text
    assert priya.post(PLACE + "items/iac.drift/waive/", stamp(end="1")).status_code == 422
    assert Waiver.objects.get().ended_at is None


def test_a_waiver_that_ended_meanwhile_is_told_as_it_is_now(team: Team, release: Release):
    release.checks.update(outcome="failed")
    lead = waived(team)
    old = stamp(end="1")
    lead.post(PLACE + "items/iac.drift/waive/", old)
    assert lead.post(PLACE + "items/iac.drift/waive/", old).status_code == 409


def test_a_waiver_of_what_passes_by_now_can_be_ended_so_that_its_giver_may_sign(team: Team, release: Release):
    release.checks.update(outcome="failed")
    lead = waived(team)
    release.checks.update(outcome="passed")
    assert "You waived an item of this release" in get(lead, PLACE).text
    lead.post(PLACE + "items/iac.drift/waive/", stamp(end="1"))
    assert "Sign off as lea" in get(lead, PLACE).text


def test_a_waiver_of_the_authors_is_shown_beside_them_and_ended_there(team: Team, release: Release):
    Release.objects.update(authors=None)
    lead = signed_in(team, "lea", Role.LEAD)
    lead.post(PLACE + "items/release.authors/waive/", stamp(reason="a mirror", hours="24"))
    assert "Waived by lea" in get(lead, PLACE).text
    lead.post(PLACE + "items/release.authors/waive/", stamp(end="1"))
    assert "Waive: they need not be known" in get(lead, PLACE).text


def test_who_rejected_an_item_withdraws_that_on_its_row(priya: Client, release: Release):
    priya.post(SIGN, stamp(reject="1", comment="not on Friday"))
    text = get(priya, PLACE).text
    assert "You rejected it. Withdraw" in text
    assert "Sign off or reject" not in text
    priya.post(PLACE + "revoke/", stamp(signoff=SignOff.objects.get().pk))
    assert "Sign off or reject" in get(priya, PLACE).text


def test_whoever_agreed_is_told_that_somebody_else_starts_it(priya: Client, release: Release, team: Team):
    accepted(release)
    priya.post(SIGN, stamp())
    priya.post(PLACE + "sign/", stamp())
    page = get(priya, PLACE)
    assert "You signed it off: somebody else starts it." in page.text
    assert f'action="{PLACE}start/"' not in page.html
    assert f'action="{PLACE}start/"' in get(signed_in(team, "eva", Role.ENGINEER), PLACE).html


def test_nobody_is_asked_to_agree_when_enough_did_and_may_still_reject(
    priya: Client, team: Team, release: Release
):
    priya.post(PLACE + "sign/", stamp())
    page = get(signed_in(team, "chen", Role.APPROVER), PLACE)
    assert "Nobody else is asked to sign it off. It can still be rejected." in page.text
    assert 'id="c-all"' in page.html


def accepted(release: Release) -> None:
    plan = release.rollback_plan
    plan.steps = [{"kind": "verify", "text": "See that it serves"}]
    plan.accepted_at, plan.accepted_digest = release.created_at, release.digest
    plan.save()
