"""Rows for tests: one plain function for each model, with defaults for what a test does not care about."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha1
from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from maturity.core.plans.change import ResourceChange
from maturity.core.scoring import TOP
from maturity.models import (
    ApiToken,
    Assessment,
    Channel,
    Connection,
    DriftCheck,
    DriftEpisode,
    Event,
    Finding,
    HostLogin,
    Import,
    ImportItem,
    ImportState,
    Membership,
    Plan,
    PlanContent,
    PullRequest,
    Repository,
    Role,
    Route,
    Run,
    Schedule,
    Snapshot,
    Stack,
    State,
    Team,
    User,
)

_numbers = count(1)
PASSWORD = "correct horse battery"


def sha(text: str) -> str:
    return sha1(text.encode(), usedforsecurity=False).hexdigest()


def days_ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def make_user(username: str = "lin", **fields: Any) -> User:
    return User.objects.create_user(username, password=PASSWORD, **fields)


def make_team(name: str = "Platform", **fields: Any) -> Team:
    given = {"slug": slugify(name) or "team", "created_at": timezone.now()}
    return Team.objects.create(name=name, **{**given, **fields})


def make_membership(user: User, team: Team, role: int = Role.ENGINEER, **fields: Any) -> Membership:
    given = {"created_at": timezone.now()}
    return Membership.objects.create(user=user, team=team, role=role, **{**given, **fields})


def make_member(name: str, team: Team, role: int = Role.ENGINEER) -> User:
    user = make_user(name)
    make_membership(user, team, role)
    return user


def make_repository(name: str = "acme/network", **fields: Any) -> Repository:
    """A connected repository that was never scanned. With `level`, see `make_scanned`."""
    address = f"https://github.com/{name}"
    given = {"url": address, "web_url": address, "host": "github", "default_branch": "main"}
    return Repository.objects.create(name=name, **{**given, "connected_at": timezone.now(), **fields})


def make_snapshot(repository: Repository, commit: str = "", **fields: Any) -> Snapshot:
    commit = commit or sha(f"{repository.name} {next(_numbers)}")
    given = {"committed_at": timezone.now(), "ref": repository.default_branch, "files": 1204}
    return Snapshot.objects.create(repository=repository, commit=commit, **{**given, **fields})


def make_assessment(
    repository: Repository, level: int | None = 2, *, commit: str = "", skipped: Any = (), **fields: Any
) -> Assessment:
    """One judgement of a commit of its own."""
    given = {
        "at": timezone.now(), "kind": "live-infra", "possible_level": level,
        "criteria_set": "c0ffee123456", "met": 9, "asked": 14,
    }  # fmt: skip
    given["since"] = fields.get("at", given["at"])
    given["snapshot"] = make_snapshot(repository, commit, skipped=list(skipped))
    return Assessment.objects.create(repository=repository, level=level, **{**given, **fields})


def make_scanned(name: str = "acme/network", level: int | None = 2, **fields: Any) -> Repository:
    """A repository with one assessment, the row of which repeats it as the pipeline does."""
    kind, possible = fields.pop("kind", "live-infra"), fields.pop("possible_level", level)
    skipped, commit = fields.pop("skipped", ()), fields.pop("commit", "")
    given = {
        "kind": kind, "level": level, "possible_level": possible, "last_scanned_at": timezone.now(),
    }  # fmt: skip
    if level is not None and level < TOP:
        given |= {"blocker": "no workflow runs terraform plan on a pull request", "blockers": 1}
    repository = make_repository(name, **{**given, **fields})
    at = repository.last_scanned_at or timezone.now()
    repository.current = make_assessment(
        repository, level, possible_level=possible, kind=kind, skipped=skipped, commit=commit, at=at
    )
    repository.save()
    return repository


def make_finding(assessment: Assessment, criterion: str = "plan_on_pull_request", **fields: Any) -> Finding:
    given = {
        "level": 3, "gate": "required", "outcome": "not_met",
        "message": "no workflow runs terraform plan on a pull request",
    }  # fmt: skip
    return Finding.objects.create(assessment=assessment, criterion=criterion, **{**given, **fields})


def make_stack(repository: Repository, directory: str = "live/prod", **fields: Any) -> Stack:
    given = {
        "tool": "terraform", "environment": "prod", "backend_kind": "s3", "locking": True,
        "path": f"{directory}/backend.tf", "first_seen_at": timezone.now(),
    }  # fmt: skip
    return Stack.objects.create(repository=repository, directory=directory, **{**given, **fields})


def make_run(repository: Repository, state: str = State.QUEUED, **fields: Any) -> Run:
    now = timezone.now()
    given = {"requested_at": now, "queued_at": now, "exclusive": f"scan:{repository.pk}"}
    if state == State.RUNNING:
        given |= {"started_at": now, "lease_until": now + timedelta(minutes=1), "heartbeat_at": now}
    return Run.objects.create(repository=repository, state=state, **{**given, **fields})


def make_schedule(repository: Repository, hours: int = 24, **fields: Any) -> Schedule:
    given = {"every": timedelta(hours=hours), "next_run_at": timezone.now() + timedelta(hours=3, minutes=30)}
    return Schedule.objects.create(repository=repository, **{**given, **fields})


def make_event(repository: Repository | None, kind: str = "repository.connected", **fields: Any) -> Event:
    given = {"subject": repository.name if repository else "", "at": timezone.now()}
    return Event.objects.create(repository=repository, kind=kind, **{**given, **fields})


def make_connection(**fields: Any) -> Connection:
    given = {"name": "acme prod", "role_arn": "arn:aws:iam::123456789012:role/rungs-read"}
    return Connection.objects.create(**{**given, "created_at": timezone.now(), **fields})


def make_check(stack: Stack, finding: str = "in_sync", **fields: Any) -> DriftCheck:
    """One look at a stack; its pointers on the stack are left alone."""
    at = fields.pop("at", timezone.now())
    given = {"started_at": at, "finished_at": at, "day": at.date(), "drifted": 0, "finding": finding}
    return DriftCheck.objects.create(stack=stack, **{**given, **fields})


def make_plan(stack: Stack, changes: tuple[ResourceChange, ...] = (), **fields: Any) -> Plan:
    now = timezone.now()
    given = {
        "repository": stack.repository,
        "at": now,
        "received_at": now,
        "tool": "terraform",
        "version": "1.11.4",
    }
    plan = Plan.objects.create(stack=stack, **{**given, **fields})
    PlanContent.objects.create(plan=plan, body=PlanContent.pack(changes))
    return plan


def make_episode(stack: Stack, **fields: Any) -> DriftEpisode:
    now = timezone.now()
    given = {
        "fingerprint": sha("drift"),
        "first_seen_at": now,
        "last_seen_at": now,
        "resources": 1,
        "attributes": 1,
    }
    return DriftEpisode.objects.create(stack=stack, **{**given, **fields})


def make_pull_request(repository: Repository, number: int = 214, **fields: Any) -> PullRequest:
    now = timezone.now()
    given = {"title": "Upgrade the database", "author": "lin", "opened_at": now, "updated_at": now}
    given |= {
        "url": f"{repository.web_url}/pull/{number}",
        "head_sha": sha(f"head {number}"),
        "base_ref": "main",
    }
    return PullRequest.objects.create(repository=repository, number=number, **{**given, **fields})


def make_token(repository: Repository | None, secret: str = "", **fields: Any) -> ApiToken:
    """In force unless told otherwise. `secret` is what its owner sends. `team` instead of a repository."""
    secret = secret or f"rungs_{next(_numbers)}"
    given: dict[str, Any] = {"name": "ci", "digest": ApiToken.digest_of(secret), "hint": secret[-4:]}
    given |= {"verbs": ["push", "read"], "created_at": timezone.now(), "repository": repository}
    return ApiToken.objects.create(**{**given, **fields})


def make_login(host: str = "github.com", **fields: Any) -> HostLogin:
    given = {"user": "rungs-bot", "secret": "a-token", "created_at": timezone.now()}
    return HostLogin.objects.create(host=host, **{**given, **fields})


def make_channel(kind: str = "webhook", secret: dict[str, str] | None = None, **fields: Any) -> Channel:
    """One that tells of everything at once; with `routes=False` of nothing yet."""
    routes = fields.pop("routes", True)
    given = {"name": f"channel {next(_numbers)}", "created_at": timezone.now()}
    row = Channel.objects.create(kind=kind, secret=json.dumps(secret or {}), **{**given, **fields})
    if routes:
        make_route(row)
    return row


def make_route(channel: Channel, **fields: Any) -> Route:
    return Route.objects.create(channel=channel, **fields)


def make_import(by: User, state: str = ImportState.CHOOSING, **fields: Any) -> Import:
    given = {"address": "https://github.com/acme", "host": "github", "requested_at": timezone.now()}
    return Import.objects.create(requested_by=by, state=state, **{**given, **fields})


def make_import_item(found: Import, name: str, **fields: Any) -> ImportItem:
    given = {"name": f"acme/{name}", "url": f"https://github.com/acme/{name}", "chosen": True}
    return ImportItem.objects.create(of=found, **{**given, **fields})
