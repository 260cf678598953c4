"""Stacks in every state, drift of every kind, and a plan with two thousand changes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from maturity.core.plans.change import Action
from maturity.models import DailyRollup, DriftEpisode, NoiseRule, Plan, PlanStatus, Repository, Stack, User
from tests.factories import (
    days_ago,
    make_check,
    make_episode,
    make_event,
    make_plan,
    make_pull_request,
    make_run,
    make_stack,
    sha,
)
from tests.plan_rows import DRIFT, ITEMS, LONG, item, many


def fill_drift(repository: Repository, lin: User) -> Stack:
    """The stack that has everything; others stand in each other state."""
    now = timezone.now()
    stack = make_stack(
        repository, "live/prod/network", mode="pull", finding="drifted_and_pending", checked_at=now,
        drift_since=days_ago(13), drifted_resources=2, pending_resources=5, attempted_at=now,
        calendar="o" * 60 + "pp.E" + "o" * 13 + "2" * 13, calendar_end=now.date(), workspace="prod",
        variables=["prod.tfvars"], state_place=f"s3://{LONG}/network.tfstate",
    )  # fmt: skip
    plan = make_plan(stack, DRIFT, at=now, deletes=0, creates=1, updates=1, drifted=2, observed=1,
                     finding="drifted", commit=sha("a"), resources=120)  # fmt: skip
    episode = make_episode(
        stack, plan=plan, items=ITEMS, resources=2, deleted=1, attributes=3, first_seen_at=days_ago(13),
        checks=51, owner=lin, who=[{"name": "priya", "event": "AuthorizeSecurityGroupIngress",
                                    "at": days_ago(13).isoformat(), "source": "cloudtrail"}],
    )  # fmt: skip
    for number in range(40):
        outcome = "errored" if number == 7 else "skipped" if number == 9 else "finished"
        make_check(
            stack, "drifted" if outcome == "finished" else "", at=days_ago(number / 3), drifted=2, pending=1,
            observed=1, outcome=outcome, plan=plan, commit=sha("a"), source="pull", url="https://ci/job/1",
            error=f"{LONG} could not be read" if outcome == "errored" else "",
        )  # fmt: skip
    make_event(repository, "drift.opened", stack=stack, at=days_ago(13), data={"resources": 2})
    NoiseRule.objects.create(
        repository=repository, stack=stack, address="aws_ecs_service.*", attribute="desired_count",
        reason="the autoscaler moves it", created_by=lin, created_at=now, expires_at=now + timedelta(days=90),
    )  # fmt: skip
    past(stack, episode)
    others(repository, lin)
    pulls(repository, stack, plan)
    for back in range(60):
        day = (now - timedelta(days=back)).date()
        DailyRollup.objects.get_or_create(day=day, defaults={"drifted": back % 7, "failing": back % 3})
    return stack


def past(stack: Stack, same: DriftEpisode) -> None:
    same.recurs = make_episode(
        stack, first_seen_at=days_ago(60), ended_at=days_ago(58), ending="reverted", fingerprint="f",
        items=ITEMS[:1], evidence={"sentence": "The next check found what the code says.", "commit": sha("b"),
                                   "previous_commit": sha("b"), "serial": 12},
    )  # fmt: skip
    same.save()


def others(repository: Repository, lin: User) -> None:
    now = timezone.now()
    seen = {"checked_at": now, "calendar_end": now.date(), "attempted_at": now}
    new = make_stack(repository, "live/prod/workers", drift_since=days_ago(0.1), drifted_resources=1,
                     finding="drifted", calendar="o" * 50 + "1", **seen)  # fmt: skip
    make_episode(new, items=[item("aws_db_instance.main", "tags.owner")], fingerprint="n")
    known = make_stack(repository, "live/stage/workers", drift_since=days_ago(40), drifted_resources=7,
                       finding="drifted", calendar="o" * 50 + "7" * 40, **seen)  # fmt: skip
    make_episode(
        known, first_seen_at=days_ago(40), acknowledged_by=lin, acknowledged_at=days_ago(2), resources=7,
        acknowledged_until=now + timedelta(days=28), acknowledged_reason="the vendor repairs it",
        items=[item(f"aws_instance.web[{number}]", "tags.cost") for number in range(7)], fingerprint="k",
    )  # fmt: skip
    make_stack(
        repository, "live/prod/grafana", failing_since=days_ago(5), failures=9, attempt="errored",
        attempt_error=f"{LONG} does not answer", finding="in_sync", calendar="o" * 80 + "EEEEE", **seen,
    )  # fmt: skip
    recent = make_stack(repository, "live/prod/edge", finding="in_sync", calendar="ooo3344ooo",
                        drifted_at=days_ago(4), **seen)  # fmt: skip
    make_episode(recent, first_seen_at=days_ago(9), ended_at=days_ago(4), ending="adopted", fingerprint="r")
    for number in range(3):
        make_stack(repository, f"live/calm/{number}", finding="in_sync", calendar="o.o.o" * 9, **seen)
    old = {**seen, "checked_at": days_ago(20), "calendar_end": days_ago(20).date()}
    make_stack(repository, "live/calm/old", finding="in_sync", calendar="ooooo", **old)
    running = make_stack(repository, "live/prod/running", mode="pull")
    make_run(
        repository,
        "running",
        kind="plan",
        stack=running,
        exclusive=f"state:{running.pk}",
        phase="init",
        percent=40,
    )


def pulls(repository: Repository, stack: Stack, plan: Plan) -> None:
    for number, state in enumerate(
        ("changed", "errored", "stale", "pending", "unchanged", "none", "applied")
    ):
        pull = make_pull_request(
            repository, 200 + number, plan_state=state, destroys=number % 3, behind=state == "stale",
            title=LONG if number == 3 else "Upgrade the database", draft=number == 1,
        )  # fmt: skip
        for part in range(number):
            PlanStatus.objects.create(
                pull_request=pull, stack=stack if part == 0 else None, plan=plan if part == 0 else None,
                origin="check", name=f"plan ({part})", external_id=str(part), state=state, add=1, change=2,
                destroy=0, url="https://ci/job/2", at=timezone.now(),
            )  # fmt: skip


def big_plan(stack: Stack, count: int = 2000) -> Plan:
    changes = many(count)
    by = [one.action for one in changes]
    return make_plan(
        stack, changes, title="Split the tenant modules", commit=sha("c"), actor="lin", resources=4100,
        duration=timedelta(minutes=4, seconds=12), deletes=by.count(Action.DELETE), finding="pending",
        replaces=by.count(Action.REPLACE), updates=by.count(Action.UPDATE), creates=by.count(Action.CREATE),
        holds_data=2, pending=count, outputs=2, failed_checks=["check.health: the endpoint answers"],
        diagnostics=[{"severity": "warning", "summary": "Deprecated attribute", "detail": LONG}],
        notes=["3 changes were deferred"], url="https://ci/job/3",
    )  # fmt: skip
