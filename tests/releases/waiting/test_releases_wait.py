"""What of releases waits for whom: exactly what they can do something about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from maturity.models import Role, Team, User
from releases.actions.requesting import note_requests
from releases.core.checklist import Approval, Checklist
from releases.models import Override, PostReview, Release, Waiver
from tests.factories import make_member, make_team, make_user
from tests.maturity.waiting.conftest import reasons, waits_for
from tests.releases.factories import SHORT, make_application, make_release, make_signoff

pytestmark = pytest.mark.django_db
TO_SIGN = "It waits for your sign-off, for 0 min."
TO_ANSWER = "It waits for your answer, for 0 min."
LIST = Checklist(items=SHORT.items[:1], approvals=SHORT.approvals)


@pytest.fixture
def team() -> Team:
    return make_team("Platform")


@pytest.fixture
def release(team: Team) -> Release:
    return make_release(make_application(team=team), checklist=LIST, state="ready")


def member(team: Team, role: int = Role.APPROVER, **fields: Any) -> User:
    made = make_member("priya", team, role)
    User.objects.filter(pk=made.pk).update(**fields)
    return made


def test_a_sign_off_waits_for_those_with_the_role_it_takes(team: Team, release: Release):
    assert reasons(member(team)) == [TO_SIGN]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ENGINEER])
def test_it_does_not_wait_for_lower_roles(team: Team, release: Release, role: int):
    assert reasons(member(team, role)) == []


def test_it_waits_for_engineers_where_engineers_are_asked(team: Team):
    asked = Checklist(approvals=(Approval("engineer", 1),))
    make_release(make_application(team=team), checklist=asked, state="ready")
    assert reasons(member(team, Role.ENGINEER)) == [TO_SIGN]


@pytest.mark.parametrize("state", ["draft", "rolling", "completed"])
def test_it_waits_only_while_words_are_taken(team: Team, release: Release, state: str):
    Release.objects.update(state=state)
    assert reasons(member(team)) == []


@pytest.mark.parametrize(
    "authors",
    [
        [{"name": "P", "email": "Priya@Example.com"}],
        [{"name": "P", "email": "7+priya@users.noreply.github.com"}],
        [{"name": "P", "email": "priya@users.noreply.github.com"}],
        [{"name": "P", "email": "7-priya@users.noreply.gitlab.com"}],
        [{"name": "P", "email": "Priya@home.example"}],
    ],
)
def test_it_does_not_wait_for_who_wrote_a_commit_of_it(team: Team, release: Release, authors: Any):
    Release.objects.update(authors=authors)
    user = member(team, email="priya@example.com")
    EmailAddress.objects.create(user=user, email="priya@home.example", verified=True)
    assert reasons(user) == []


def test_it_waits_for_somebody_whose_address_only_looks_alike(team: Team, release: Release):
    Release.objects.update(authors=[{"name": "P", "email": "not-priya@example.com"}])
    assert reasons(member(team, email="priya@example.com")) == [TO_SIGN]


def test_it_does_not_wait_for_who_opened_it_spoke_or_waived(team: Team, release: Release):
    user = member(team)
    Release.objects.update(author=user)
    assert reasons(user) == []
    Release.objects.update(author=None)
    said = make_signoff(release, user)
    assert reasons(user) == []
    said.delete()
    Waiver.objects.create(
        release=release, item="iac.drift", reason="x", person=user, digest=release.digest, at=timezone.now(),
        until=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    assert reasons(user) == []


def test_an_item_that_people_answer_waits_besides_and_leads_to_its_place(team: Team):
    make_release(make_application(team=team), state="in_review")
    item, whole = waits_for(member(team))
    assert (whole.reason, whole.url) == (TO_SIGN, "/releases/ai-shell/2.14.0/")
    assert (item.title, item.reason) == ("ai-shell 2.14.0: Somebody is on call", TO_ANSWER)
    assert item.url == "/releases/ai-shell/2.14.0/#i-ops.owner"


def test_it_waits_also_while_nobody_knows_whose_commits_are_in_it(team: Team, release: Release):
    Release.objects.update(authors=None)
    assert reasons(member(team)) == [TO_SIGN]


def test_nothing_waits_for_people_of_other_teams(team: Team, release: Release):
    assert reasons(member(make_team("Other"), Role.ADMIN)) == []


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("approved", "It is signed off and can start, for 0 min."),
        ("held", "It is held at 10 %, for 0 min."),
        ("rollback_failed", "Its rollback failed 0 min ago: nobody knows what serves."),
    ],
)
def test_what_is_to_be_decided_waits_for_engineers(team: Team, release: Release, state: str, reason: str):
    Release.objects.update(state=state, step=10)
    assert reasons(member(team, Role.ENGINEER)) == [reason]
    assert reasons(make_member("vic", team, Role.VIEWER)) == []


def test_who_agreed_to_it_leaves_the_start_to_others(team: Team, release: Release):
    Release.objects.update(state="approved")
    user = member(team)
    make_signoff(release, user)
    note_requests(Release.objects.get(), timezone.now())
    assert reasons(user) == []


def test_a_failed_rollback_comes_before_everything_else(team: Team, release: Release):
    make_release(release.application, "3.0", LIST, state="rollback_failed")
    assert [one.title for one in waits_for(member(team))] == ["ai-shell 3.0", "ai-shell 2.14.0"]


def test_a_review_waits_for_somebody_else_than_who_broke_the_glass(team: Team, release: Release):
    user, other = member(team), make_member("chen", team, Role.APPROVER)
    Release.objects.update(state="completed")
    now = timezone.now()
    broken = Override.objects.create(release=release, person=user, reason="x", at=now, digest=release.digest)
    PostReview.objects.create(override=broken, due_at=now + timedelta(hours=2))
    assert reasons(user) == []
    (item,) = waits_for(other)
    assert "the review is due soon" in item.reason
    assert item.url == "/releases/ai-shell/2.14.0/review/"


def test_administrators_are_told_of_what_has_no_team(release: Release):
    release.application.__class__.objects.update(team=None)
    assert reasons(make_user("root", is_superuser=True)) == [TO_SIGN]


def test_a_step_that_passed_waits_for_somebody_who_goes_on(team: Team, release: Release):
    Release.objects.update(state="observing", step=10)
    step = release.rollout_steps.create(percent=10, effective_at=timezone.now())
    assert reasons(member(team)) == []
    release.rollout_steps.filter(pk=step.pk).update(verdict="pass")
    assert waits_for(User.objects.get(username="priya"))
