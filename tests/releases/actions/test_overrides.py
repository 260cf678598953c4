"""Break-glass: what it takes, what it writes down, and the review it owes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.models import Event, Role, Team, User
from maturity.words.events import said
from releases.actions.errors import Overtaken
from releases.actions.gathering import world_of
from releases.actions.moving import use_ticket
from releases.actions.overrides import break_glass, review, tell_overdue
from releases.actions.settling import settle
from releases.core.facts.reviews import OpenReviews
from releases.core.state import BEFORE, State
from releases.models import GateTicket, Override, PostReview, Release
from tests.factories import make_member
from tests.releases.factories import make_application, make_freeze, make_release

pytestmark = pytest.mark.django_db
WHY = "The login is down for everybody: 2.13.4 loses sessions"
FOUND = "The fix was right; the alarm on logins was missing and is added"
HOUR = timedelta(hours=1)


@pytest.fixture
def lea(team: Team) -> User:
    return make_member("lea", team, Role.LEAD)


def broken(lea: User, release: Release, reason: str = WHY, **fields: Any) -> str:
    return break_glass(lea, release, reason, **{"digest": release.digest, **fields})


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def state(release: Release) -> str:
    return Release.objects.get(pk=release.pk).state


def test_a_lead_lets_it_go_and_what_was_open_is_written_down(release: Release, lea: User):
    secret = broken(lea, release, incident="https://incidents.example/7")
    found = Override.objects.get()
    assert state(release) == State.ROLLING
    assert {one["item"] for one in found.blockers} >= {"iac.drift", "ops.owner"}
    assert (found.incident, found.principal["username"]) == ("https://incidents.example/7", "lea")
    assert abs(found.review.due_at - found.at - 24 * HOUR) < HOUR
    assert use_ticket(secret, digest=release.digest, used_by="ci").release == release
    assert "release.overridden" in kinds()


def test_its_event_says_who_and_why(release: Release, lea: User):
    broken(lea, release)
    event = Event.objects.get(kind="release.overridden")
    assert str(said(event).word) == f"ai-shell 2.14.0 went without its gates, by lea: {WHY}"


@pytest.mark.parametrize("of", sorted(BEFORE))
def test_from_every_state_before_the_way(release: Release, lea: User, of: State):
    Release.objects.update(state=of)
    broken(lea, release)
    assert state(release) == State.ROLLING


@pytest.mark.parametrize("of", [State.ROLLING, State.COMPLETED, State.ABANDONED, State.ROLLED_BACK])
def test_what_is_on_its_way_or_over_has_no_glass_to_break(release: Release, lea: User, of: State):
    Release.objects.update(state=of)
    with pytest.raises(Overtaken, match="nothing to break"):
        broken(lea, release)


@pytest.mark.parametrize("reason", ["", "urgent", " " * 40, "a b c d e f g h i j k", "\0" * 30])
def test_a_reason_has_twenty_characters_that_say_something(release: Release, lea: User, reason: str):
    with pytest.raises(Refused, match="at least 20 characters"):
        broken(lea, release, reason)
    assert not Override.objects.exists()


@pytest.mark.parametrize("wrong", [{"reason": "x" * 5_001}, {"incident": "x" * 501}])
def test_what_is_too_long_is_said(release: Release, lea: User, wrong: dict[str, str]):
    with pytest.raises(Refused, match=r"t most 5"):
        broken(lea, release, **wrong)


def test_below_a_lead_nobody_breaks_it(release: Release, team: Team):
    with pytest.raises(Refused, match="does not allow"):
        broken(make_member("ann", team, Role.APPROVER), release)
    assert state(release) == State.DRAFT


def test_an_old_page_breaks_nothing(release: Release, lea: User):
    for stale in ({"digest": "f" * 64}, {"digest": ""}, {"revision": 99}):
        with pytest.raises(Overtaken):
            broken(lea, release, **stale)
    assert not Override.objects.exists()
    assert not GateTicket.objects.exists()


def test_a_freeze_does_not_stop_it_and_is_written_down(release: Release, lea: User):
    now = timezone.now()
    make_freeze(starts_at=now - HOUR, ends_at=now + HOUR)
    broken(lea, release)
    assert any("frozen by Year end" in one["reason"] for one in Override.objects.get().blockers)


def test_one_thing_is_still_asked_that_nothing_else_is_on_its_way(release: Release, lea: User):
    make_release(release.application, "2.13.9", state=State.HELD)
    with pytest.raises(Overtaken, match=r"2\.13\.9 is on its way"):
        broken(lea, release)
    assert not Override.objects.exists()
    assert not PostReview.objects.exists()


@pytest.fixture
def owed(release: Release, lea: User) -> PostReview:
    broken(lea, release)
    return PostReview.objects.select_related("override__release").get()


def test_somebody_else_reviews_it_and_the_next_release_may_go(owed: PostReview, team: Team):
    following = make_release(owed.override.release.application, "2.15.0")
    assert len(told(following).reviews) == 1
    review(make_member("ann", team, Role.APPROVER), owed, FOUND)
    assert told(following).reviews == ()
    owed.refresh_from_db()
    assert (owed.principal["username"], owed.findings) == ("ann", FOUND)
    assert kinds()[-1] == "review.done"


def told(release: Release) -> OpenReviews:
    found = world_of(release, [OpenReviews], timezone.now()).get(OpenReviews)
    assert found is not None
    return found


def test_who_broke_the_glass_does_not_review_it(owed: PostReview, lea: User):
    with pytest.raises(Refused, match="somebody else reviews it"):
        review(lea, owed, FOUND)
    assert PostReview.objects.open().exists()


def test_a_review_is_done_once_by_an_approver_with_something_to_say(owed: PostReview, team: Team):
    ann = make_member("ann", team, Role.APPROVER)
    with pytest.raises(Refused, match="at least 20 characters"):
        review(ann, owed, "fine")
    with pytest.raises(Refused, match="does not allow"):
        review(make_member("eve", team, Role.ENGINEER), owed, FOUND)
    review(ann, owed, FOUND)
    with pytest.raises(Overtaken, match="reviewed already"):
        review(make_member("bob", team, Role.APPROVER), owed, FOUND)


def test_an_overdue_review_is_told_once(owed: PostReview):
    now = timezone.now()
    assert tell_overdue(now + 23 * HOUR) == 0
    assert tell_overdue(now + 25 * HOUR) == 1
    assert tell_overdue(now + 26 * HOUR) == 0
    assert kinds().count("review.overdue") == 1


def test_the_clock_tells_of_an_overdue_review(owed: PostReview):
    settle(timezone.now() + 25 * HOUR)
    assert kinds().count("review.overdue") == 1


def test_a_review_that_is_done_is_never_overdue(owed: PostReview, team: Team):
    review(make_member("ann", team, Role.APPROVER), owed, FOUND)
    assert tell_overdue(timezone.now() + 25 * HOUR) == 0


def test_reviews_of_other_applications_block_nothing(owed: PostReview):
    assert told(make_release(make_application("web"), "1.0.0")).reviews == ()
