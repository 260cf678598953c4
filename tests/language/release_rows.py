"""Releases in every state, with what each can have: a rollback under way, a review that is owed, a freeze."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from maturity.models import Team, User
from releases.core.checklist import Checklist
from releases.core.state import State
from releases.models import Override, PostReview, Release, Rollback, RollbackPlan
from tests.browser import release_rows
from tests.factories import days_ago
from tests.releases.factories import make_application, make_freeze, make_release, make_signoff

# So that nothing keeps them back, and the buttons are there.
NOTHING_ASKED = Checklist(items=(), approvals=())


def fill(lin: User, team: Team) -> None:
    release_rows.fill(team)
    for state in State:
        release = make_release(
            make_application(f"in-{state.value.replace('_', '-')}"), "3.0", NOTHING_ASKED, state=state
        )
        RollbackPlan.objects.filter(release=release).update(
            accepted_at=days_ago(0), principal={"username": "priya"}, accepted_digest=release.digest
        )
        make_signoff(release, lin)
        Rollback.objects.create(
            release=release, person=lin, principal={"username": "lin"}, reason="Errors rose",
            to_version="2.9", started_at=days_ago(0),
        )  # fmt: skip
        owed = Override.objects.create(
            release=release, reason="the site is down for everybody", digest=release.digest, at=days_ago(0),
            principal={"username": "priya"}, blockers=[{"item": "iac.drift", "reason": "3 stacks drift"}],
        )  # fmt: skip
        PostReview.objects.create(override=owed, due_at=days_ago(1))
    _freezes()


def _freezes() -> None:
    now = timezone.now()
    for days in (-3, -1, 2):
        starts = now + timedelta(days=days)
        make_freeze(f"Freeze {days}", starts_at=starts, ends_at=starts + timedelta(days=2))


def addresses() -> Iterator[str]:
    """Of each release, and what only some of them lead to."""
    for one in Release.objects.select_related("application"):
        yield f"/releases/{one.application.slug}/{one.version}/"
        yield reverse("releases:application", args=[one.application.slug])
        for page in ("override", "review", "rollback"):
            yield reverse(f"releases:{page}", args=[one.application.slug, one.version])
    yield reverse("releases:freezes")
