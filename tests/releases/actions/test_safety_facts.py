"""What gates about freezes, rollbacks and reviews are told, from rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from maturity.models import Team
from releases.actions.gathering import world_of
from releases.core.facts.freezes import Freezes
from releases.core.facts.reviews import OpenReviews
from releases.core.facts.rollbacks import RollbackPlanned, WaysBack
from releases.models import Override, PostReview, Rehearsal, Release, Rollback
from tests.factories import make_team, make_user
from tests.releases.factories import make_application, make_freeze, make_release

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def release() -> Release:
    return make_release()


def told(release: Release, kind: type):
    return world_of(release, [kind], timezone.now()).get(kind)


def names(release: Release) -> set[str]:
    return {window.name for window in told(release, Freezes).windows}


def test_freezes_of_the_organisation_the_team_and_the_application_count(release: Release):
    application = release.application
    make_freeze("all")
    make_freeze("team", team=application.team)
    make_freeze("own", application=application)
    make_freeze("stage", environment="stage")
    make_freeze("another team", team=make_team("Other"))
    make_freeze("another application", application=make_application("web"))
    assert names(release) == {"all", "team", "own"}


def test_an_application_without_a_team_has_no_team_s_freezes():
    release = make_release(make_application("lonely", team=None))
    make_freeze("team", team=Team.objects.create(name="T", slug="t", created_at=timezone.now()))
    assert names(release) == set()


def test_a_window_keeps_the_time_that_was_typed(release: Release):
    starts = datetime(2027, 3, 14, 2, 30, tzinfo=UTC)
    make_freeze("jump", starts_at=starts, ends_at=starts + HOUR, time_zone="America/New_York")
    [window] = told(release, Freezes).windows
    assert window.starts == datetime(2027, 3, 14, 2, 30)  # noqa: DTZ001
    assert str(window.zone) == "America/New_York"


@pytest.mark.parametrize("wrong", [{"time_zone": "Mars/Olympus"}, {"rule": "FREQ=SECONDLY"}])
def test_a_window_that_is_not_understood_makes_all_of_them_unknown(release: Release, wrong):
    make_freeze("wrong", **wrong)
    assert told(release, Freezes) is None


def test_a_plan_counts_as_accepted_for_the_subject_it_was_accepted_for(release: Release):
    plan = release.rollback_plan
    plan.steps, plan.warnings = [{"kind": "verify", "text": "See"}], ["a"]
    plan.accepted_at, plan.accepted_digest = timezone.now(), release.digest
    plan.principal = {"username": "lin", "name": "Lin Wei"}
    plan.save()
    found = told(release, RollbackPlanned)
    assert (found.steps, found.warnings, found.accepted_by, found.same_subject) == (1, 1, "Lin Wei", True)
    release.digest = "f" * 64
    assert not told(release, RollbackPlanned).same_subject


def test_a_release_without_a_plan_has_no_steps(release: Release):
    release.rollback_plan.delete()
    assert told(release, RollbackPlanned) == RollbackPlanned(steps=0)


def test_rehearsals_and_rollbacks_of_the_application_are_told_newest_first(release: Release):
    now, application = timezone.now(), release.application
    Rehearsal.objects.create(application=application, by="lin", at=now - 5 * HOUR, seconds=220)
    Rehearsal.objects.create(application=make_application("web"), by="lin", at=now)
    Rollback.objects.create(
        release=release, started_at=now - 2 * HOUR, finished_at=now - HOUR, outcome="nothing_changed"
    )
    Rollback.objects.create(release=release, started_at=now)
    found = told(release, WaysBack).times
    assert [(one.worked, one.rehearsed, one.seconds) for one in found] == [
        (False, False, 3600), (True, True, 220),
    ]  # fmt: skip


def owed(release: Release, **fields) -> PostReview:
    now = timezone.now()
    override = Override.objects.create(
        release=release, person=make_user(f"marco{release.pk}"), principal={"username": "marco"}, reason="a",
        digest=release.digest, at=now,
    )  # fmt: skip
    return PostReview.objects.create(override=override, due_at=now + 24 * HOUR, **fields)


def test_open_reviews_of_other_releases_of_the_application_are_told(release: Release):
    before = make_release(release.application, "2.13.9")
    owed(before)
    owed(make_release(release.application, "2.13.8"), done_at=timezone.now())
    owed(make_release(make_application("web"), "1.0.0"))
    owed(release)
    [found] = told(release, OpenReviews).reviews
    assert (found.release, found.by) == ("ai-shell 2.13.9", "marco")
    assert found.url == "/releases/ai-shell/2.13.9/review/?attempt=1"
