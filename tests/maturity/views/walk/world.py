"""Two teams with one of everything, and a person in each role of the first one."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from maturity.models import (
    Channel,
    HostLogin,
    Import,
    ImportState,
    Mode,
    NoiseRule,
    Notification,
    Role,
    Route,
    SavedFilter,
    Standing,
    Team,
    User,
)
from tests.factories import (
    days_ago,
    make_check,
    make_connection,
    make_episode,
    make_event,
    make_membership,
    make_plan,
    make_pull_request,
    make_run,
    make_scanned,
    make_schedule,
    make_stack,
    make_team,
    make_token,
    make_user,
)
from tests.maturity.views.walk.rules import Who
from tests.plan_rows import DRIFT, item
from tests.releases.walk import released

OWN, OTHER = "alpha", "zebra"
PEOPLE = {
    "stranger": Who(None, signed_in=False),
    "loner": Who(None),
    **{one.name.lower(): Who(one, one) for one in Role},
    "root": Who(None, root=True),
}


@dataclass
class World:
    clients: dict[str, Client]
    things: dict[str, dict[str, object]]  # by team: what `Row.address` names


def make_world() -> World:
    things = {name: make_things(name) for name in (OWN, OTHER)}
    clients = {"stranger": Client()}
    for name, who in PEOPLE.items():
        if who.signed_in:
            clients[name] = Client()
            clients[name].force_login(_person(name, who))
    return World(clients, things)


def _person(name: str, who: Who) -> User:
    user = make_user(name, is_superuser=who.root, is_staff=who.root)
    if who.here:
        make_membership(user, Team.objects.get(slug=OWN), who.here)
    return user


def make_things(name: str) -> dict[str, object]:
    """Everything is called by the name of its team, so that a page which says it gives it away."""
    team = make_team(name, handles=[f"@{name}"], topics=[f"{name}-topic"], emergency_contact=f"{name} phone")
    admin = make_user(f"{name}-one")
    make_membership(admin, team, Role.ADMIN)
    repository = make_scanned(f"{name}/infra", team=team, blocker=f"{name} blocker")
    way = make_connection(name=f"{name} way", team=team)
    drifting = {"drift_since": days_ago(2), "checked_at": days_ago(0), "state_place": f"s3://{name}/state"}
    stack = make_stack(repository, f"{name}/prod", connection=way, mode=Mode.PULL, **drifting)
    plan = make_plan(stack, DRIFT, deletes=1)
    make_check(stack, plan=plan, at=days_ago(0))
    episode = make_episode(stack, plan=plan, items=[item(f"aws_instance.{name}", "ami")])
    make_pull_request(repository, title=f"{name} change")
    schedule = make_schedule(repository)
    for kind in ("drift.opened", "level.changed", "scan.failed", "check.failing"):
        make_event(repository, kind, stack=stack, data={"from": 2, "to": 3, "error": name, "criteria": []})
    make_event(None, "team.repository_left", team=team, subject=name, data={"repository": f"{name}/gone"})
    rule = NoiseRule.objects.create(
        repository=repository, stack=stack, address=f"{name}.noise", reason=name, created_at=days_ago(1)
    )
    channel = Channel.objects.create(name=f"{name} channel", kind="email", team=team, created_at=days_ago(1))
    route = Route.objects.create(channel=channel, team=team)
    message = Notification.objects.create(
        channel=channel, key=name, state=Standing.DEAD, created_at=days_ago(1), not_before=days_ago(1)
    )
    kept = SavedFilter.objects.create(user=admin, page="maturity:drift", name=name, created_at=days_ago(1))
    asked = Import.objects.create(
        address=f"https://github.com/{name}", host="github", requested_by=admin, requested_at=days_ago(1),
        state=ImportState.CHOOSING,
    )  # fmt: skip
    login = HostLogin.objects.create(host=f"{name}.example", created_at=days_ago(1))
    return {
        "team": team.slug, "repository": repository.name, "repository_pk": repository.pk, "stack": stack.pk,
        "scan": make_run(repository).pk, "plan": plan.pk, "episode": episode.pk, "rule": rule.pk,
        "check": make_run(repository, kind="plan", stack=stack, exclusive=f"state:{name}").pk,
        "token": make_token(repository, name=f"{name} token").pk, "connection": way.pk, "login": login.pk,
        "person": admin.pk,
        "schedule": schedule.pk, "channel": channel.pk, "route": route.pk, "message": message.pk,
         "import": asked.pk, "filter": kept.pk,
        "team_token": make_token(None, team=team, name=f"{name} all").pk,
        **released(name, stack),
    }  # fmt: skip
