"""Rolling back: always possible once it is on its way, and done only when the version before serves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.models import Event, Role, Team, User
from maturity.words.events import said
from releases.actions import moving
from releases.actions.errors import Overtaken
from releases.actions.rolling_back import Seen, Tried, fail_overdue, note_served, rehearse, roll_back
from releases.core import rollback
from releases.core.rollback import Limit
from releases.core.state import BEFORE, State
from releases.models import GateTicket, Rehearsal, Release, Rollback
from tests.factories import make_member
from tests.releases.factories import make_application, make_deployment, make_release

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def release() -> Release:
    return make_release(state=State.ROLLING, base_version="2.13.4")


@pytest.fixture
def ann(team: Team) -> User:
    return make_member("ann", team, Role.ENGINEER)


def seen(minutes: float = 1, **fields: Any) -> Seen:
    at = timezone.now() + timedelta(minutes=minutes)
    return Seen(at=at, evidence="https://ci.example/9", **fields)


def state(release: Release) -> str:
    return Release.objects.get(pk=release.pk).state


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    "of", [State.ROLLING, State.OBSERVING, State.HELD, State.COMPLETED, State.ROLLBACK_FAILED]
)
def test_one_engineer_rolls_back_what_is_on_its_way_or_done(release: Release, ann: User, of: State):
    Release.objects.update(state=of)
    begun = roll_back(ann, release, "Errors went up")
    assert state(release) == State.ROLLING_BACK
    assert (begun.to_version, begun.reason, begun.principal["username"]) == (
        "2.13.4", "Errors went up", "ann",
    )  # fmt: skip
    assert str(said(Event.objects.get()).word) == "ai-shell 2.14.0 is being rolled back to 2.13.4 by ann"


@pytest.mark.parametrize("of", [*sorted(BEFORE), State.ABANDONED, State.ROLLED_BACK, State.REJECTED])
def test_what_is_not_on_its_way_cannot_be_rolled_back(release: Release, ann: User, of: State):
    Release.objects.update(state=of)
    with pytest.raises(Refused, match="nothing to roll back"):
        roll_back(ann, release)


def test_an_old_page_rolls_back_too(release: Release, ann: User):
    Release.objects.update(revision=99, state=State.HELD)
    assert roll_back(ann, release)


def test_of_two_who_roll_back_one_is_told_that_it_is_done_already(release: Release, ann: User):
    roll_back(ann, release)
    with pytest.raises(Overtaken, match="being rolled back already"):
        roll_back(ann, release)
    assert Rollback.objects.count() == 1


def test_who_may_only_look_does_not_roll_back(release: Release, team: Team):
    with pytest.raises(Refused, match="does not allow"):
        roll_back(make_member("vera", team, Role.VIEWER), release)


def test_tickets_that_nobody_used_open_nothing_any_more(release: Release, ann: User):
    now = timezone.now()
    given = {"release": release, "environment": "prod", "digest": release.digest, "step": 10,
             "issued_at": now, "expires_at": now + HOUR}  # fmt: skip
    GateTicket.objects.create(secret="a", **given)
    GateTicket.objects.create(secret="b", used_at=now, **given)
    roll_back(ann, release)
    assert list(GateTicket.objects.filter(void_at=None).values_list("secret", flat=True)) == ["b"]


def test_after_the_deadline_it_is_asked_once_and_done_then(release: Release, ann: User):
    release.rollback_plan.limits = rollback.packed([Limit("the image is deleted", at=timezone.now() - HOUR)])
    release.rollback_plan.save()
    with pytest.raises(Overtaken, match="The deadline for rolling back is over"):
        roll_back(ann, release)
    assert state(release) == State.ROLLING
    roll_back(ann, release, late=True)
    assert state(release) == State.ROLLING_BACK


def test_what_a_newer_release_replaced_is_not_rolled_back(release: Release, ann: User):
    now = timezone.now()
    Release.objects.filter(pk=release.pk).update(state=State.COMPLETED, completed_at=now - 2 * HOUR)
    newer = make_release(release.application, "2.15.0", state=State.COMPLETED, completed_at=now - HOUR)
    with pytest.raises(Refused, match=r"ai-shell 2\.15\.0 came after it"):
        roll_back(ann, release)
    Release.objects.filter(pk=newer.pk).update(state=State.ROLLING, completed_at=None)
    with pytest.raises(Refused, match=r"ai-shell 2\.15\.0 came after it"):
        roll_back(ann, release)


def test_another_attempt_at_the_version_gives_way(release: Release, ann: User):
    Release.objects.filter(pk=release.pk).update(state=State.COMPLETED, completed_at=timezone.now())
    again = make_release(release.application, "2.14.0", attempt=2)
    roll_back(ann, release)
    assert (state(release), state(again)) == (State.ROLLING_BACK, State.SUPERSEDED)


def test_a_reason_of_any_sane_length_is_kept_and_a_longer_one_said(release: Release, ann: User):
    with pytest.raises(Refused, match="at most 5,000 characters"):
        roll_back(ann, release, "x" * 5_001)
    assert len(roll_back(ann, release, "x" * 5_000).reason) == 5_000


def test_it_is_rolled_back_when_the_version_before_is_seen_to_serve(release: Release, ann: User):
    roll_back(ann, release)
    assert note_served(release.application, "2.13.4", seen(2))
    done = Rollback.objects.get()
    assert state(release) == State.ROLLED_BACK
    assert (done.outcome, done.seen) == ("changed", "2.13.4 serves again: https://ci.example/9")
    assert kinds() == ["release.rolling_back", "release.rolled_back"]
    assert "2.13.4 serves again after" in str(said(Event.objects.order_by("pk").last() or Event()).word)


def test_a_rollback_that_changed_nothing_failed_and_is_news(release: Release, ann: User):
    roll_back(ann, release)
    note_served(release.application, "2.14.0", seen())
    note_served(release.application, "2.14.0", seen(2))
    assert state(release) == State.ROLLBACK_FAILED
    assert Rollback.objects.get().outcome == "nothing_changed"
    assert kinds() == ["release.rolling_back", "release.rollback_failed"]
    told = str(said(Event.objects.order_by("pk").last() or Event()).word)
    assert told == "The rollback of ai-shell 2.14.0 failed: 2.14.0 still serves"


def test_another_version_than_the_one_before_is_no_rollback(release: Release, ann: User):
    roll_back(ann, release)
    note_served(release.application, "2.12.0", seen())
    assert state(release) == State.ROLLBACK_FAILED
    assert Rollback.objects.get().seen.startswith("2.12.0 serves, not 2.13.4")


def test_what_served_before_the_rollback_began_proves_nothing(release: Release, ann: User):
    roll_back(ann, release)
    assert note_served(release.application, "2.13.4", seen(-5)) is None
    assert state(release) == State.ROLLING_BACK


def test_where_nobody_knew_the_version_before_any_other_one_is_it(ann: User, release: Release):
    Release.objects.update(base_version="")
    roll_back(ann, release)
    note_served(release.application, "2.12.0", seen())
    assert state(release) == State.ROLLED_BACK


def test_deployments_of_others_and_elsewhere_prove_nothing(release: Release, ann: User):
    roll_back(ann, release)
    assert note_served(make_application("web"), "2.13.4", seen()) is None
    assert note_served(release.application, "2.13.4", seen(), environment="stage") is None
    assert state(release) == State.ROLLING_BACK


@pytest.mark.parametrize(
    ("version", "result", "then"),
    [
        ("2.13.4", "succeeded", State.ROLLED_BACK),
        ("2.14.0", "rolled_back", State.ROLLED_BACK),
        ("2.14.0", "succeeded", State.ROLLBACK_FAILED),
        ("2.13.4", "failed", State.ROLLBACK_FAILED),
        ("2.13.4", "running", State.ROLLING_BACK),
        ("2.12.0", "failed", State.ROLLING_BACK),
    ],
)
def test_deployments_tell_what_became_of_a_rollback(
    release: Release, ann: User, version: str, result: str, then: State
):
    roll_back(ann, release)
    at = timezone.now() + timedelta(minutes=2)
    moving.note_deployment(
        make_deployment(
            release.application, version, environment="prod", result=result, started_at=at, finished_at=at
        )
    )
    assert state(release) == then


def test_a_deployment_of_before_the_rollback_tells_nothing_of_it(release: Release, ann: User):
    roll_back(ann, release)
    at = timezone.now() - HOUR
    for version, result in (("2.14.0", "rolled_back"), ("2.13.4", "failed"), ("2.13.4", "succeeded")):
        told = {"environment": "prod", "result": result, "started_at": at, "finished_at": at}
        moving.note_deployment(make_deployment(release.application, version, **told))
    assert state(release) == State.ROLLING_BACK


def test_a_deployment_that_was_under_way_already_does_not_make_it_fail(release: Release, ann: User):
    roll_back(ann, release)
    now = timezone.now()
    told = {"environment": "prod", "started_at": now - HOUR, "finished_at": now + HOUR}
    moving.note_deployment(make_deployment(release.application, "2.14.0", **told))
    assert state(release) == State.ROLLING_BACK


def test_a_rollback_that_failed_is_tried_again_or_turns_out_to_have_worked(release: Release, ann: User):
    roll_back(ann, release)
    note_served(release.application, "2.14.0", seen())
    roll_back(ann, release, "Again")
    note_served(release.application, "2.14.0", seen(2))
    assert state(release) == State.ROLLBACK_FAILED
    note_served(release.application, "2.13.4", seen(9))
    assert state(release) == State.ROLLED_BACK
    assert list(Rollback.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "nothing_changed", "changed",
    ]  # fmt: skip


def test_a_rollback_of_which_nobody_sees_anything_fails_after_an_hour(release: Release, ann: User):
    roll_back(ann, release)
    now = timezone.now()
    assert fail_overdue(now + timedelta(minutes=59)) == 0
    assert fail_overdue(now + timedelta(minutes=61)) == 1
    assert fail_overdue(now + timedelta(minutes=62)) == 0
    assert state(release) == State.ROLLBACK_FAILED
    assert Rollback.objects.get().seen == "nobody saw 2.13.4 serve within 60 min"
    note_served(release.application, "2.13.4", seen(70))
    assert state(release) == State.ROLLED_BACK


def test_a_rehearsal_is_written_down_with_how_long_it_took(release: Release, ann: User):
    at = timezone.now() - timedelta(days=2)
    kept = rehearse(ann, release.application, Tried(at=at, version="2.14.0", seconds=220, note="Quick"))
    assert (kept.seconds, kept.by, kept.release) == (220, "ann", release)
    assert str(said(Event.objects.get()).word) == "Rolling ai-shell back was rehearsed on Stage by ann"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"environment": "moon"}, "Choose Stage or Prod"),
        ({"seconds": 0}, "at most a day"),
        ({"seconds": 86_401}, "at most a day"),
        ({"at": timezone.now() + timedelta(days=1)}, "not in the future"),
        ({"at": timezone.now() - timedelta(days=400)}, "within the last year"),
    ],
)
def test_what_is_no_rehearsal_is_refused(release: Release, ann: User, wrong: dict[str, Any], says: str):
    with pytest.raises(Refused, match=says):
        rehearse(ann, release.application, Tried(**{"at": timezone.now(), **wrong}))
    assert not Rehearsal.objects.exists()
