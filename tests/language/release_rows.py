"""Releases in every state, with what each can have: a rollback under way, a review that is owed, a freeze."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from maturity.models import Team, User
from releases.core.checklist import Checklist
from releases.core.state import State
from releases.models import (
    FeatureFlag,
    FlagSource,
    FlagState,
    FlagUse,
    Override,
    PostReview,
    Release,
    Rollback,
    RollbackPlan,
)
from tests.browser import release_rows
from tests.factories import days_ago
from tests.releases.factories import make_application, make_freeze, make_release, make_signoff

# So that nothing keeps them back, and the buttons are there.
NOTHING_ASKED = Checklist(items=(), approvals=())


def fill(lin: User, team: Team) -> None:
    _flags(release_rows.fill(team))
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


def _flags(release: Release) -> None:
    now, application = timezone.now(), release.application
    for key, gone in (("FF_SHARED_AP", None), ("FF_OLD_POOL", now)):
        flag = FeatureFlag.objects.create(
            application=application, key=key, gone_at=gone, first_seen_at=days_ago(90),
            changed_at=days_ago(60),
            default=False, path="app/flags.py", line=3, expires_on=days_ago(2).date(),
        )  # fmt: skip
        FlagState.objects.create(
            flag=flag, environment="stage", value=True, source="ssm", seen_at=now, changed_at=now
        )
        FlagUse.objects.create(flag=flag, path="app/pool.py", line=9, default="False")
    FlagSource.objects.create(
        application=application, environment="prod", kind="ssm", place="/shop/prod/flags"
    )


def _freezes() -> None:
    now = timezone.now()
    for days in (-3, -1, 2):
        starts = now + timedelta(days=days)
        make_freeze(f"Freeze {days}", starts_at=starts, ends_at=starts + timedelta(days=2))


def addresses() -> Iterator[str]:
    """Of each release, and what only some of them lead to."""
    for one in Release.objects.select_related("application"):
        yield f"/releases/{one.application.slug}/{one.version}/"
        for page in ("application", "flags_of"):
            yield reverse(f"releases:{page}", args=[one.application.slug])
        for page in (
            "override",
            "rollback",
            "release_service",
            *(["review"] if one.overrides.exists() else []),
        ):
            yield reverse(f"releases:{page}", args=[one.application.slug, one.version])
    yield from (reverse(f"releases:{page}") for page in ("freezes", "flags"))
