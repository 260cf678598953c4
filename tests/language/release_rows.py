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
    GateTicket,
    Metric,
    Override,
    PostReview,
    Release,
    Rollback,
    RollbackPlan,
    RolloutStep,
)
from tests.browser import release_rows
from tests.factories import days_ago
from tests.releases.factories import (
    make_application,
    make_freeze,
    make_metric,
    make_release,
    make_signoff,
    make_source,
)

# So that nothing keeps them back, and the buttons are there.
NOTHING_ASKED = Checklist(items=(), approvals=())


def fill(lin: User, team: Team) -> None:
    long = release_rows.fill(team)
    _flags(long)
    for state in State:
        release = make_release(
            make_application(f"in-{state.value.replace('_', '-')}"), "3.0", NOTHING_ASKED, state=state
        )
        RollbackPlan.objects.filter(release=release).update(
            accepted_at=days_ago(0), principal={"username": "priya"}, accepted_digest=release.digest
        )
        if state is State.APPROVED:  # nothing keeps it back, and who agreed leaves the start to others
            continue
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
    _steps()
    _freezes()
    source = make_source("Prometheus", kind="prometheus", url="https://127.0.0.1:9")
    make_metric(long.application, source=source)
    make_source("Numbers of CI")


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


def _steps() -> None:
    """One that somebody may go on from, and one that was let through and has no effect yet."""
    observing = Release.objects.get(application__name="in-observing")
    Release.objects.filter(pk=observing.pk).update(steps=[10, 100], step=10)
    RolloutStep.objects.create(release=observing, percent=10, effective_at=days_ago(0), verdict="pass")
    GateTicket.objects.create(
        release=Release.objects.get(application__name="in-rolling"), environment="prod", digest="d", step=100,
        secret="of a ticket", principal={}, issued_at=days_ago(0), expires_at=days_ago(-1),
        used_at=days_ago(0),
    )  # fmt: skip


def _freezes() -> None:
    now = timezone.now()
    for days in (-3, -1, 2):
        starts = now + timedelta(days=days)
        where = "stage" if days == -1 else "prod"  # today's would keep every start back
        make_freeze(f"Freeze {days}", environment=where, starts_at=starts, ends_at=starts + timedelta(days=2))


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
        if one.state in (State.ROLLING, State.OBSERVING):
            yield reverse("releases:release_rollout", args=[one.application.slug, one.version])
    for metric in Metric.objects.select_related("application"):
        yield reverse("releases:metric", args=[metric.application.slug, metric.pk])
    yield from (reverse(f"releases:{page}") for page in ("freezes", "flags"))
