"""Sign-offs: who may, what for, and how they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.models import Event, Membership, Role, User
from releases.actions.errors import Overtaken
from releases.actions.signing import revoke
from releases.core.checklist import Approval, Checklist, Item, Kind, Proof
from releases.models import Release, SignOff
from tests.factories import make_user
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_release_is_approved_when_checks_items_and_people_agree(scene):
    scene.approve()
    assert kinds() == [
        "release.submitted", "signoff.given", "release.ready", "signoff.given", "release.approved",
    ]  # fmt: skip


def test_a_word_keeps_who_it_was_as_they_were_then(scene):
    scene.submit()
    User.objects.filter(username="mia").update(first_name="Mia", last_name="Ono")
    word = scene.sign("mia", login="password")
    assert word.principal == {
        "username": "mia", "name": "Mia Ono", "email": "mia@example.com", "role": 30,
        "teams": [scene.team.name], "login": "password",
    }  # fmt: skip
    scene["mia"].delete()
    word.refresh_from_db()
    assert (word.person, word.principal["username"]) == (None, "mia")


@pytest.mark.parametrize("name", ["lin", "eva"])
def test_who_is_no_approver_signs_nothing_off(scene, name):
    scene.submit()
    with pytest.raises(Refused, match="role"):
        scene.sign(name)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("item", ["", "ops.owner"])
def test_the_author_does_not_sign_even_as_an_administrator(scene, item):
    User.objects.filter(username="lin").update(is_superuser=True)
    scene.submit()
    with pytest.raises(Refused, match="You opened this release"):
        scene.sign("lin", item)


def test_who_wrote_commits_does_not_sign(scene):
    Release.objects.update(authors=[{"name": "M", "email": "MIA@EXAMPLE.com"}])
    scene.submit()
    with pytest.raises(Refused, match="Commits of yours"):
        scene.sign("mia")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"digest": "b" * 64}, "What is released has changed"),
        ({"revision": 0}, "Somebody changed this release"),
    ],
)
def test_a_page_that_is_out_of_date_signs_nothing(scene, fields, sentence):
    scene.submit()
    with pytest.raises(Overtaken, match=sentence):
        scene.sign("mia", **fields)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("draft", "not submitted yet"),
        ("rolling", "on its way already"),
        ("completed", "is over"),
        ("rejected", "is over"),
    ],
)
def test_there_is_a_time_to_sign(scene, state, sentence):
    Release.objects.update(state=state)
    with pytest.raises(Refused, match=sentence):
        scene.sign("mia")


@pytest.mark.parametrize("item", ["iac.drift", "nothing", "rollout.resume"])
def test_people_answer_only_what_they_are_asked(scene, item):
    scene.submit()
    with pytest.raises(Refused, match="do not answer this item"):
        scene.sign("mia", item)


def test_a_comment_is_short_and_kept_as_it_was_written(scene):
    scene.submit()
    with pytest.raises(Refused, match=r"at most 2,000 characters"):
        scene.sign("mia", comment="x" * 10_000)
    assert scene.sign("mia", comment=" <b>a\0b</b> ").comment == "<b>ab</b>"


@pytest.mark.parametrize(
    ("proof", "fields", "sentence"),
    [
        (Proof.TEXT, {}, "needs a comment"),
        (Proof.LINK, {}, "needs a link"),
        (Proof.LINK, {"link": "javascript:alert(1)"}, "begins with https://"),
    ],
)
def test_an_item_that_asks_for_proof_gets_it(gates, proof, fields, sentence):
    item = Item(key="ops.owner", title="On call", kind=Kind.MANUAL, proof=proof)
    scene = Scene(Checklist(items=(item,), approvals=()))
    scene.submit()
    with pytest.raises(Refused, match=sentence):
        scene.sign("mia", "ops.owner", **fields)
    scene.sign("mia", "ops.owner", comment="Bo", link="https://pager.example.com/1")
    assert scene.state == "approved"


def test_signing_twice_leaves_one_word(scene):
    scene.submit()
    scene.sign("mia")
    scene.sign("mia", comment="again")
    assert [word.comment for word in SignOff.objects.standing()] == ["again"]


def test_nothing_known_is_nothing_to_agree_to(gates):
    scene = Scene(artifact="", state="in_review")
    with pytest.raises(Refused, match="not known yet"):
        scene.sign("mia", digest="")


def test_an_objection_ends_a_release_whose_checks_are_done(scene):
    scene.approve()
    scene.reject("ana")
    assert (scene.state, scene.release.state_why) == ("rejected", "not on Friday")
    assert kinds()[-2:] == ["signoff.rejected", "release.rejected"]


def test_an_objection_while_it_is_looked_at_keeps_it_back_until_it_is_withdrawn(scene):
    scene.submit()
    scene.reject("ana")
    scene.sign("leo", "ops.owner")
    scene.sign("mia")
    assert scene.state == "ready"
    revoke(scene["ana"], scene.release)
    assert scene.state == "approved"


def test_an_objection_to_an_item_sends_it_back(scene):
    scene.approve()
    scene.reject("leo", "ops.owner")
    assert scene.state == "in_review"


def test_an_objection_says_why(scene):
    scene.submit()
    with pytest.raises(Refused, match="Say why"):
        scene.reject("mia", comment="  ")


def test_a_word_that_is_taken_back_no_longer_counts(scene):
    scene.approve()
    revoke(scene["mia"], scene.release)
    assert (scene.state, scene.release.state_why) == ("ready", "0 of 1 with the role approver agreed")
    assert kinds()[-2:] == ["signoff.revoked", "release.unsettled"]
    with pytest.raises(Refused, match="no such sign-off"):
        revoke(scene["mia"], scene.release)


def test_a_word_taken_back_on_the_way_holds_the_release_and_its_ticket(scene):
    scene.approve()
    secret = scene.start()
    revoke(scene["mia"], scene.release)
    assert scene.state == "held"
    with pytest.raises(Refused, match="withdrawn"):
        scene.use(secret)


def test_what_was_said_of_a_release_that_is_there_stays(scene):
    scene.approve()
    Release.objects.update(state="completed")
    with pytest.raises(Refused, match="over"):
        revoke(scene["mia"], scene.release)


def test_nobody_withdraws_the_word_of_another_who_is_there(scene):
    scene.submit()
    scene.reject("ana")
    with pytest.raises(Refused, match="Only ana can withdraw this"):
        revoke(scene["leo"], scene.release, person=scene["ana"])


def test_a_lead_sets_aside_the_objection_of_somebody_who_left(scene):
    scene.submit()
    scene.reject("ana")
    Membership.objects.filter(user=scene["ana"]).delete()
    with pytest.raises(Refused, match="role"):
        revoke(scene["mia"], scene.release, person=scene["ana"])
    revoke(scene["leo"], scene.release, person=scene["ana"])
    assert not SignOff.objects.standing().exists()


@pytest.mark.parametrize("leaving", ["membership", "account", "role"])
def test_the_word_of_an_approver_who_leaves_ends(scene, leaving):
    scene.approve()
    mine = Membership.objects.filter(user=scene["mia"])
    if leaving == "membership":
        mine.delete()
    elif leaving == "role":
        mine.update(role=Role.ENGINEER)
    else:
        User.objects.filter(username="mia").update(is_active=False)
    scene.check()
    assert scene.state == "ready"
    assert SignOff.objects.get(person=scene["mia"]).ended_how == "left"


def test_an_agreement_expires_and_stays_expired_when_the_clock_goes_back(scene):
    scene.approve()
    scene.check(timezone.now() + timedelta(hours=73))
    assert scene.state == "in_review"
    scene.check(timezone.now() - timedelta(days=2))
    assert scene.state == "in_review"
    assert set(SignOff.objects.values_list("ended_how", flat=True)) == {"expired"}


def test_an_agreement_dated_ahead_waits_for_its_time(scene):
    scene.submit()
    later = timezone.now() + timedelta(days=1)
    scene.sign("ana", "ops.owner", now=later)
    scene.sign("mia", now=later)
    assert scene.check().state == "in_review"
    assert scene.check(later).state == "approved"


def test_words_for_another_subject_end_when_it_changes(scene):
    scene.approve()
    Release.objects.update(digest="b" * 64)
    scene.check()
    assert scene.state == "in_review"
    assert set(SignOff.objects.values_list("ended_how", flat=True)) == {"stale"}


def test_two_of_three_need_two_people(gates):
    scene = Scene(Checklist(items=(), approvals=(Approval("approver", 1), Approval("lead", 1))))
    scene.submit()
    scene.sign("leo")
    assert scene.state == "ready"
    scene.sign("mia")
    assert scene.state == "approved"


def test_an_account_that_was_closed_meanwhile_signs_nothing(scene):
    scene.submit()
    gone = make_user("gone", is_superuser=True)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    scene.people["gone"] = gone
    with pytest.raises(Refused, match="not active"):
        scene.sign("gone")
