"""Where a release stands, from its rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from maturity.models import Membership, Role, User
from releases.actions.standing import standing_of
from releases.models import Release, Waiver
from tests.factories import make_membership, make_user
from tests.releases.factories import make_check, make_release, make_signoff

pytestmark = pytest.mark.django_db


@pytest.fixture
def release() -> Release:
    """One that is approved: by mia, with an owner that ana named."""
    release = make_release(state="in_review")
    make_check(release, "iac.drift")
    team = release.application.team
    assert team is not None
    for name in ("mia", "ana"):
        make_membership(make_user(name, email=f"{name}@example.com"), team, Role.APPROVER)
    make_signoff(release, who("ana"), "ops.owner")
    make_signoff(release, who("mia"))
    return release


def who(name: str) -> User:
    return User.objects.get(username=name)


def approved(release: Release, **more) -> bool:
    return standing_of(release, timezone.now(), **more).approved


def test_what_is_answered_and_agreed_is_approved_in_few_queries(release, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        found = standing_of(release, timezone.now())
    assert (found.approved, found.blockers) == (True, ())
    assert [(line.role, line.have) for line in found.approvals] == [("approver", 1)]


@pytest.mark.parametrize(
    "email",
    ["mia@home.example", "m.lang@acme.example", "9-mlang@users.noreply.gitlab.com", "mia.l@acme.example"],
)
def test_who_wrote_it_under_another_address_or_name_of_theirs_does_not_count(release, email):
    told = {"userinfo": {"preferred_username": "mlang", "email": "m.lang@acme.example"}}
    SocialAccount.objects.create(user=who("mia"), provider="oidc", uid="1", extra_data=told)
    named = {"id_token": {"preferred_username": "Mia.L@acme.example", "nickname": ["no text"]}}
    SocialAccount.objects.create(user=who("mia"), provider="oidc", uid="2", extra_data=named)
    EmailAddress.objects.create(user=who("mia"), email="mia@home.example")
    assert approved(release)
    release.authors = [{"name": "Mia", "email": email}]
    assert not approved(release)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ENGINEER])
def test_who_lost_the_role_since_does_not_count(release, role):
    Membership.objects.filter(user=who("mia")).update(role=role)
    assert not approved(release)


def test_who_left_or_cannot_sign_in_does_not_count(release):
    User.objects.filter(username="mia").update(is_active=False)
    assert not approved(release)
    User.objects.filter(username="mia").update(is_active=True)
    assert approved(release)
    Membership.objects.filter(user=who("mia")).delete()
    assert not approved(release)


def test_an_account_that_is_gone_does_not_count(release):
    who("mia").delete()
    assert not approved(release)


def test_who_rose_since_counts_as_what_they_were(release):
    release.signoffs.filter(person=who("mia")).update(role=Role.ENGINEER)
    assert not approved(release)


@pytest.mark.parametrize("email", ["mia@example.com", "MIA@Example.Com"])
def test_who_wrote_commits_of_it_does_not_count(release, email):
    release.authors = [{"name": "M", "email": email}]
    assert not approved(release)


def test_an_address_that_was_changed_after_signing_hides_nobody(release):
    User.objects.filter(username="mia").update(email="other@example.com")
    release.authors = [{"name": "M", "email": "mia@example.com"}]
    assert not approved(release)


def test_the_author_does_not_count_however_they_signed(release):
    release.author = who("mia")
    assert not approved(release)


def test_who_starts_it_does_not_count_then(release):
    assert not approved(release, starter=who("mia"))
    assert approved(release, starter=make_user("lin"))


def test_who_waived_an_item_does_not_count_while_that_holds(release):
    now = timezone.now()
    waiver = Waiver.objects.create(
        release=release, item="iac.drift", reason="known", person=who("mia"), digest=release.digest,
        at=now, until=now + timedelta(hours=1),
    )  # fmt: skip
    assert not approved(release)
    Waiver.objects.filter(pk=waiver.pk).update(ended_at=now)
    assert approved(release)


def test_words_that_ended_are_not_read_again(release):
    release.signoffs.update(ended_at=timezone.now())
    assert standing_of(release, timezone.now()).words == ()


def test_unknown_authors_keep_it_back_and_say_so(release):
    release.authors = None
    found = standing_of(release, timezone.now())
    assert [one.reason for one in found.blockers] == [
        "nobody knows whose commits are in it, so their authors cannot be told from those who sign off"
    ]
