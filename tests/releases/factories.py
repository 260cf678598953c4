"""Rows of releases for tests, with defaults for what a test does not care about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from maturity.core.plans.change import ResourceChange
from maturity.models import DriftCheck, Plan, PlanContent, Stack
from releases.actions.requesting import note_requests
from releases.core import checklist as lists
from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.models import (
    Application,
    CheckRun,
    Deployment,
    FreezeWindow,
    Metric,
    MetricSource,
    Release,
    RollbackPlan,
    SignOff,
    Target,
)
from tests.factories import days_ago, make_repository, make_team, sha

ARTIFACT = "sha256:" + "a" * 64
SHORT = Checklist(
    items=(
        Item(key="iac.drift", title="No drift on the stacks it touches", gate="no_open_drift"),
        Item(key="ops.owner", title="Somebody is on call", kind=Kind.MANUAL),
    ),
    approvals=(Approval(role="approver", least=1),),
    approval_hours=72,
)


def make_application(name: str = "ai-shell", **fields: Any) -> Application:
    given: dict[str, Any] = {"slug": slugify(name), "created_at": timezone.now()}
    if "team" not in fields:
        given["team"] = make_team(f"{name} team")
    if "repository" not in fields:
        given["repository"] = make_repository(
            f"acme/{slugify(name)}", team=fields.get("team", given.get("team"))
        )
    return Application.objects.create(name=name, **{**given, **fields})


def make_target(application: Application, stack: Stack, environment: str = "prod") -> Target:
    return Target.objects.create(application=application, stack=stack, environment=environment)


def make_plans(stacks: Iterable[Stack], commit: str, change: ResourceChange, **counts: int) -> None:
    """Of each stack a plan with this one change, and the check it was made by: quickly, for hundreds."""
    at = days_ago(0.05)
    plans = Plan.objects.bulk_create(
        Plan(repository=one.repository, stack=one, at=at, received_at=at, commit=commit, **counts)
        for one in stacks
    )
    PlanContent.objects.bulk_create(PlanContent(plan=one, body=PlanContent.pack((change,))) for one in plans)
    DriftCheck.objects.bulk_create(
        DriftCheck(stack=one.stack, plan=one, finding="pending", started_at=at, finished_at=at, day=at.date(),
                   commit=commit)
        for one in plans
    )  # fmt: skip


def make_deployment(application: Application, version: str = "2.14.0", **fields: Any) -> Deployment:
    now = timezone.now()
    given = {"environment": "stage", "result": "succeeded", "origin": "api", "started_at": now,
             "finished_at": now, "commit": sha(version), "artifact": ARTIFACT}  # fmt: skip
    return Deployment.objects.create(application=application, version=version, **{**given, **fields})


def make_release(
    application: Application | None = None,
    version: str = "2.14.0",
    checklist: Checklist = SHORT,
    **fields: Any,
) -> Release:
    """A draft with its digest bound, and a rollback plan that nobody accepted yet; who is asked is noted."""
    now = timezone.now()
    given = {"state_at": now, "created_at": now, "commit": sha(version), "artifact": ARTIFACT, "authors": []}
    release = Release(application=application or make_application(), version=version, **{**given, **fields})
    release.checklist_body = lists.packed(checklist)
    release.template_digest = lists.digest_of(checklist)
    release.bind()
    release.save()
    RollbackPlan.objects.create(release=release, made_at=now, steps=[])
    note_requests(release, now)
    return release


def make_check(release: Release, item: str, outcome: str = "passed", **fields: Any) -> CheckRun:
    given = {"reason": "3 stacks are in sync", "digest": release.digest, "at": timezone.now()}
    return CheckRun.objects.create(release=release, item=item, outcome=outcome, **{**given, **fields})


def make_signoff(release: Release, person: Any, item: str = "", **fields: Any) -> SignOff:
    given = {"decision": "approve", "role": 30, "digest": release.digest, "at": timezone.now(),
             "principal": {"username": person.username, "email": person.email}}  # fmt: skip
    return SignOff.objects.create(release=release, person=person, item=item, **{**given, **fields})


def make_freeze(name: str = "Year end", **fields: Any) -> FreezeWindow:
    now = timezone.now()
    given = {"starts_at": now, "ends_at": now, "created_at": now}
    return FreezeWindow.objects.create(name=name, **{**given, **fields})


def make_source(name: str = "Prometheus", **fields: Any) -> MetricSource:
    given = {"kind": "push", "created_at": timezone.now()}
    return MetricSource.objects.create(name=name, **{**given, **fields})


def make_metric(application: Application, name: str = "Latency, p95", **fields: Any) -> Metric:
    given = {"environment": "prod", "kind": "level", "query": "latency", "unit": "ms",
             "created_at": timezone.now()}  # fmt: skip
    if "source" not in fields:
        given["source"] = MetricSource.objects.first() or make_source()
    return Metric.objects.create(application=application, name=name, **{**given, **fields})
