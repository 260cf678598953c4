"""A release with everything on its page: each kind of item, each way it can stand, people, plans, history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maturity.models import Role, Team, User
from releases.actions.history import tell
from releases.core import default_checklist
from releases.core.checklist import Approval, Checklist, Item, Kind, Proof
from releases.core.facts.service import packed
from releases.core.traffic import Hook
from releases.models import CodeReading, Release, RollbackPlan, Service, Waiver
from tests.factories import (
    days_ago,
    make_connection,
    make_member,
    make_plan,
    make_scanned,
    make_stack,
    make_team,
    sha,
)
from tests.releases.factories import make_application, make_check, make_deployment, make_release, make_signoff
from tests.releases.traffic import moving

LONG = "a-name-that-is-far-longer-than-anybody-would-like-it-to-be-on-a-telephone"
LIST = Checklist(
    items=(
        *default_checklist.DEFAULT.items,
        Item(key="own.long", title=LONG, section="Own", kind=Kind.MANUAL, proof=Proof.LINK),
    ),
    approvals=(Approval("approver", 2), Approval("lead", 1)),
    approval_hours=72,
)
OUTCOMES = ("failed", "passed", "unknown", "not_applicable", "error")
PLACE = "/releases/ai-shell/2.14.0/"
PAGES = {
    "release": PLACE,
    "release, held": "/releases/app-held/1.0/",
    "release, draft": "/releases/app-draft/1.0/",
    "release, over": "/releases/app-over/1.0/",
    "release, its service": "/releases/app-rolling/1.0/service/",
    "an item's answers": PLACE + "items/iac.drift/",
    "new release": "/releases/new/?app=ai-shell",
    "new release, which": "/releases/new/",
    "matrix": "/releases/",
}
STEPS = [
    {"kind": "flag", "text": "Set the flag FF_WARM_POOL to false in Prod"},
    {"kind": "service", "text": "Deploy the task definition ai-shell:41 to ai-shell again"},
    {"kind": "find_out", "text": f"Find out how {LONG} is undone: it could not be read", "warns": True},
]


def fill(team: Team | None = None) -> Release:
    team = team or make_team("Platform", emergency_contact="+49 30 1234, #platform-oncall")
    repository = make_scanned("acme/ai-shell", 3, team=team)
    application = make_application(
        "ai-shell", team=team, repository=repository, on_call="priya, #ai-shell", runbook="https://wiki/r"
    )
    make_deployment(application, "2.14.0", started_at=days_ago(2))
    make_deployment(application, "2.13.4", environment="prod", started_at=days_ago(9))
    release = make_release(
        application, "2.14.0", LIST, state="in_review", base_version="2.13.4", base_commit=sha("base"),
        author_name="Marco Ruiz", authors=[{"name": "Ann", "email": "ann@example.com"}], note=f"See {LONG}",
        created_at=days_ago(1), state_at=days_ago(0), url="https://ci.example/5512",
    )  # fmt: skip
    RollbackPlan.objects.filter(release=release).update(steps=STEPS)
    release.plans.add(make_plan(make_stack(repository, f"live/{LONG}", environment="prod")))
    answer(release)
    people(release)
    others()
    return release


def answer(release: Release) -> None:
    evidence = [
        {"text": "run 5512", "url": "https://ci.example/5512"},
        {"text": "", "path": f"stacks/{LONG}/alb.tf", "line": 41, "commit": sha("c")},
    ]
    items = [one for one in release.checklist.items if one.kind != Kind.MANUAL]
    for number, item in enumerate(items):
        make_check(
            release, item.key, OUTCOMES[number % 5], reason=f"deregistration_delay is 120 s, of {LONG}",
            answer="read the service again" if number % 5 == 2 else "", evidence=evidence[: 1 + number % 2],
            by="ci" if item.kind == Kind.ATTESTED else "",
        )  # fmt: skip


def people(release: Release) -> None:
    team, now = release.application.team, timezone.now()
    assert team is not None
    given: dict[str, Any] = {"expires_at": now + timedelta(hours=70), "at": days_ago(0)}
    priya, chen = (approver(name, team) for name in ("priya", "chen-wu"))
    make_signoff(release, priya, comment="Looks good: the canary is quiet", **given)
    make_signoff(release, chen, digest="b" * 64, comment=LONG, **given)
    make_signoff(
        release, priya, "stage.verdict", comment="p95 is 230 ms", link="https://grafana/d/1", **given
    )
    Waiver.objects.create(
        release=release, item="cap.headroom", reason="the quota was raised today", person=priya,
        principal={"username": "priya"}, digest=release.digest, at=now, until=now + timedelta(hours=9),
    )  # fmt: skip
    for number in range(60):
        kind = ("release.opened", "release.ready", "gate.changed")[number % 3]
        tell(kind, priya, release, now - timedelta(minutes=60 - number), outcome="passed", title=LONG)


def approver(name: str, team: Team) -> User:
    return User.objects.filter(username=name).first() or make_member(name, team, Role.APPROVER)


def others() -> None:
    for name, state, fields in (
        ("held", "held", {"step": 50, "state_why": "priya took their sign-off back"}),
        ("draft", "draft", {"authors": None}),
        ("rolling", "rolling", {"step": 1, "steps": [1, 10, 50, 100]}),
        ("over", "completed", {"step": 100, "completed_at": days_ago(0)}),
    ):
        make_release(make_application(f"app-{name}"), "1.0", state=state, **fields)
    served(Release.objects.get(application__slug="app-rolling"))


def served(release: Release) -> None:
    """Its traffic moves, a hook waits, and what AWS has is not what the code says."""
    now = timezone.now()
    paused = Hook(
        id="hook-0f3a", kind="PAUSE", status="AWAITING_ACTION", since=days_ago(0), then="ROLLBACK",
        expires_at=now + timedelta(hours=3),
    )  # fmt: skip
    Service.objects.create(
        application=release.application, environment="prod", cluster="prod", name=LONG, read_at=now,
        live=packed(moving(now, hooks=(paused,))), connection=make_connection(name="acme rolling"),
    )  # fmt: skip
    lines = {
        "deregistration_delay": {"path": f"stacks/{LONG}/alb.tf", "line": 41, "value": 120, "text": "120"},
        "desired_count": {"path": "stacks/svc.tf", "line": 3, "text": "var.tasks"},
    }
    CodeReading.objects.create(
        release=release, commit=release.commit, base=release.base_commit, body={"service": lines}, at=now
    )
