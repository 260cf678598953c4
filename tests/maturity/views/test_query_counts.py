"""How many queries each page makes: few, recorded, and the same for many rows as for few.

UPDATE_QUERY_COUNTS=1 writes the numbers down anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maturity.core.criterion import all_criteria
from maturity.models import (
    Channel,
    Connection,
    GroupGrant,
    HostLogin,
    Import,
    Invitation,
    NoiseRule,
    Organisation,
    PlanStatus,
    Repository,
    Role,
    Stack,
    Team,
    User,
)
from tests.factories import (
    days_ago,
    make_assessment,
    make_channel,
    make_check,
    make_connection,
    make_episode,
    make_event,
    make_finding,
    make_import,
    make_import_item,
    make_login,
    make_member,
    make_plan,
    make_pull_request,
    make_route,
    make_run,
    make_scanned,
    make_schedule,
    make_stack,
    make_team,
    make_token,
    make_user,
)  # fmt: skip
from tests.pages import signed_in
from tests.plan_rows import DRIFT, ITEMS

pytestmark = pytest.mark.django_db  # the counts of the module are taken before a test asks for rows
RECORD = Path(__file__).resolve().parents[2] / "query_counts.json"
MOST = 12
FRAGMENT = {"HX-Request": "true"}
PAGES = {
    "overview": ("/", {}),
    "waiting": ("/waiting/", {}),
    "me": ("/settings/me/", {}),
    "repositories": ("/repos/?q=acme&below=5", {}),
    "repositories, table": ("/repos/?q=acme", {**FRAGMENT, "HX-Target": "repos"}),
    "repositories, more rows": ("/repos/?page=1", {**FRAGMENT, "HX-Target": "more"}),
    "repository": ("/repos/acme/00/", {}),
    "repository, running": ("/repos/acme/01/run/{run}/", {**FRAGMENT, "HX-Target": "scan"}),
    "repository, scan over": ("/repos/acme/00/run/{over}/", {**FRAGMENT, "HX-Target": "scan"}),
    "history": ("/repos/acme/00/history/", {}),
    "tokens": ("/repos/acme/00/tokens/", {}),
    "tokens of a team": ("/teams/platform/tokens/", {}),
    "webhook": ("/repos/acme/00/webhook/", {}),
    "connect": ("/repos/connect/", {}),
    "imports": ("/repos/import/", {}),
    "import": ("/repos/import/{imported}/?q=r", {}),
    "import, at work": ("/repos/import/{working}/progress/", FRAGMENT),
    "repository, set up": ("/repos/acme/00/setup/", {}),
    "connections": ("/connections/", {}),
    "connection": ("/connections/{connection}/", {}),
    "criteria": ("/criteria/", {}),
    "find": ("/find/?q=acme", {}),
    "inbox": ("/inbox/", {}),
    "activity": ("/activity/", {}),
    "activity, filtered": ("/activity/?kind=drift&days=90&team=platform&who=lin&repository=acme/00", {}),
    "settings": ("/settings/", {}),
    "settings, environment": ("/settings/environment/", {}),
    "settings, noise": ("/settings/noise/", {}),
    "settings, schedules": ("/settings/schedules/", {}),
    "channels": ("/settings/channels/", {}),
    "channel": ("/settings/channels/{channel}/", {}),
    "channel, new": ("/settings/channels/new/slack_bot/", {}),
    "route": ("/settings/channels/{channel}/routes/", {}),
    "outbox": ("/settings/outbox/?channel={channel}&state=dead", {}),
    "logins": ("/settings/logins/", {}),
    "login": ("/settings/logins/{login}/", {}),
    "settings, organisation": ("/settings/organisation/", {}),
    "people": ("/settings/people/", {}),
    "person": ("/settings/people/{person}/", {}),
    "groups": ("/settings/groups/", {}),
    "sessions": ("/settings/sessions/", {}),
    "teams": ("/teams/", {}),
    "team": ("/teams/platform/", {}),
    "team of a repository": ("/repos/acme/00/team/", {}),
    "signing in": ("/accounts/2fa/", {}),
    "drift": ("/drift/", {}),
    "drift, since yesterday": ("/drift/?since=yesterday&q=live", {}),
    "drift, more rows": ("/drift/?before={episode}", {**FRAGMENT, "HX-Target": "more-episodes"}),
    "drift, more stacks": ("/drift/?after={stack}", {**FRAGMENT, "HX-Target": "more-stacks"}),
    "episode": ("/drift/{episode}/", {}),
    "episode, opened": ("/drift/{episode}/", {**FRAGMENT, "HX-Target": "d-{episode}"}),
    "stack": ("/stacks/{stack}/", {}),
    "stack, more checks": ("/stacks/{stack}/", {**FRAGMENT, "HX-Target": "more-checks"}),
    "stack, checking": ("/stacks/{stack}/runs/{check}/", {**FRAGMENT, "HX-Target": "check"}),
    "stack, never checked": ("/stacks/{untouched}/", {}),
    "stack, set-up": ("/stacks/{stack}/setup/", {}),
    "plans": ("/plans/", {}),
    "plan": ("/plans/{plan}/", {}),
    "plan, group": ("/plans/{plan}/groups/observed.rest/", FRAGMENT),
    "plan, change": ("/plans/{plan}/changes/0/", FRAGMENT),
    "log": ("/runs/{check}/log/", {}),
    "find, hits": ("/find/?q=a", {**FRAGMENT, "HX-Target": "hits"}),
}

ADMINISTERED = {
    "settings, environment", "settings, organisation", "logins", "login", "people", "person", "groups",
}  # fmt: skip
Clients = Callable[[str], Client]
Counts = dict[str, tuple[int, int]]


def fill(first: int, last: int) -> None:
    ada = User.objects.get(username="ada")
    found = Import.objects.first() or make_import(ada)
    make_import(ada, "finished")
    for number in range(first, last):
        make_import_item(found, f"r{number}", topics=["net"])
        team = Team.objects.get(slug="platform")
        repository = make_scanned(f"acme/{number:02}", number % 6, previous_level=3, team=team)
        assert repository.current is not None
        make_assessment(repository, 1, at=days_ago(100))
        make_schedule(repository)
        way = make_connection(name=f"way to {number}", team=team)
        make_login(f"git{number}.example")
        somebody(number)
        undelivered(make_channel(name=f"channel {number}", team=team), last)
        for criterion in all_criteria()[: 3 * last]:
            make_finding(repository.current, criterion.id, level=criterion.level, gate=criterion.gate)
        for stack in range(last):
            make_token(repository)
            make_token(None, team=Team.objects.get())
            seen = {
                "checked_at": days_ago(1),
                "drift_since": days_ago(3),
                "state_place": f"s3://acme/{stack}",
            }
            drift(make_stack(repository, f"live/{stack}", connection=way, **seen), last)
            make_event(repository, "level.changed", data={"from": 3, "to": number % 6, "criteria": []})


def somebody(number: int) -> None:
    team = Team.objects.get()
    user = make_member(f"person {number}", team)
    GroupGrant.objects.create(group=f"group {number}", team=team)
    for one in (user, *User.objects.filter(username__in=["lin", "ada"])):
        UserSession.objects.create(user=one, ip="192.0.2.1", session_key=f"{one.pk} {number}", user_agent="")
    Invitation.objects.create(
        digest=str(number), purpose="return", user=user, made_at=days_ago(1), expires_at=days_ago(-1)
    )


def undelivered(channel: Channel, many: int) -> None:
    for number in range(many):
        make_route(channel, kinds=["drift.*"])
        row = channel.notifications.create(
            key=str(number), state="dead", created_at=days_ago(1), not_before=days_ago(1)
        )
        row.events.add(make_event(None, "drift.opened"), make_event(None, "drift.opened"))


def drift(stack: Stack, many: int) -> None:
    """One open and some past episodes, each with the plan that shows it, and a pull request."""
    for number in range(many):
        plan = make_plan(stack, DRIFT, deletes=1)
        make_check(stack, plan=plan, at=days_ago(number / 10))
        ended = days_ago(1) if number else None
        make_episode(stack, plan=plan, items=ITEMS, ended_at=ended, first_seen_at=days_ago(number / 10))
        make_event(stack.repository, "drift.opened", stack=stack)
        NoiseRule.objects.create(repository=stack.repository, stack=stack, address="a", created_at=plan.at)
    pull = make_pull_request(stack.repository, stack.pk)
    PlanStatus.objects.create(pull_request=pull, stack=stack, origin="push", at=days_ago(0))


def count(client: Client, name: str, runs: dict[str, int]) -> int:
    address, headers = PAGES[name]
    given = {header: value.format(**runs) for header, value in headers.items()}
    with CaptureQueriesContext(connection) as made:
        response = client.get(address.format(**runs), headers=given)
    assert response.status_code in (200, 286)
    return len(made)


def make_clients() -> Clients:
    """Pages are counted for a person of one team, where nobody sees what is another's."""
    Organisation.objects.create(pk=1, open_read=False)
    client = signed_in(make_user("lin", is_superuser=True))
    member = signed_in(make_member("ada", make_team("Platform"), Role.ADMIN))
    return lambda name: client if name in ADMINISTERED else member


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> Counts:
    with django_db_blocker.unblock(), transaction.atomic():
        found = counted(make_clients())
        transaction.set_rollback(True)
    return found


def counted(clients: Clients) -> Counts:
    """Queries with few rows and with many, for each page."""
    for page in ("overview", "people"):
        clients(page).get("/")  # notes the new session, once
    fill(0, 2)
    running = make_run(Repository.objects.get(name="acme/01"), "running")
    over = make_run(Repository.objects.get(name="acme/00"), "finished")
    way = Connection.objects.get(name="way to 1")
    stack = Stack.objects.filter(repository=running.repository).earliest("pk")
    check = make_run(running.repository, "running", kind="plan", stack=stack, exclusive="state:a")
    ada = User.objects.get(username="ada")
    runs = {
        "imported": Import.objects.earliest("pk").pk, "working": make_import(ada, "connecting").pk,
        "run": running.pk, "over": over.pk, "connection": way.pk, "stack": stack.pk, "check": check.pk,
        "untouched": make_stack(stack.repository, "live/new").pk,
        "episode": stack.episodes.open().get().pk, "plan": stack.plans.latest("pk").pk,
        "login": HostLogin.objects.latest("pk").pk, "person": User.objects.get(username="person 0").pk,
        "channel": Channel.objects.latest("pk").pk,
    }  # fmt: skip
    clients("overview").get("/")  # some things are asked of a database once in the life of a process
    few = {name: count(clients(name), name, runs) for name in PAGES}
    fill(2, 9)
    return {name: (few[name], count(clients(name), name, runs)) for name in PAGES}


def test_every_page_makes_few_queries_and_no_more_for_more_rows(counts: Counts) -> None:
    growing = {name: pair for name, pair in counts.items() if pair[0] != pair[1]}
    assert growing == {}
    assert {name: pair for name, pair in counts.items() if pair[1] > MOST} == {}


def test_the_recorded_counts_still_hold(counts: Counts) -> None:
    now = {name: pair[1] for name, pair in counts.items()}
    if os.environ.get("UPDATE_QUERY_COUNTS") == "1":
        RECORD.write_text(json.dumps(now, indent=2) + "\n")
    assert json.loads(RECORD.read_text()) == now
