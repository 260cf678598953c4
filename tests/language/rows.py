"""Rows of everything a page can show, and the addresses where they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

from maturity.models import (
    GroupGrant,
    Import,
    ImportItem,
    ImportState,
    Invitation,
    Notification,
    Repository,
    Role,
    Route,
    Run,
    SavedFilter,
    Stack,
    Team,
    User,
)
from releases.models import Application
from tests.browser import application_rows, drift_rows, rows
from tests.factories import (
    days_ago,
    make_channel,
    make_connection,
    make_login,
    make_membership,
    make_run,
    make_token,
    make_user,
)
from tests.language import release_rows


def fill(lin: User) -> None:
    """`lin` gets two second factors."""
    network = rows.fill()
    drift_rows.fill_drift(network, lin)
    network.webhook_rotated_at = days_ago(0.5)
    network.save()
    make_connection()
    make_login()
    make_run(network, "finished", kind="plan", stack=network.stacks.first())
    _factors(lin)
    _team(network)
    assert network.team is not None
    application_rows.fill(lin, network.team)
    release_rows.fill(lin, network.team)
    _channel()
    _invitations(lin)
    mine = {"user": lin, "name": "Low ones", "query": "below=3", "created_at": timezone.now()}
    SavedFilter.objects.create(page="maturity:repositories", **mine)
    for state in ImportState.values:
        _import(lin, state)


def _channel() -> None:
    now = timezone.now()
    channel = make_channel(
        failing_since=now, failures=2, error="hooks.example did not answer within 10 seconds."
    )
    make_channel(enabled=False)
    for number, state in enumerate(("waiting", "sending", "dead", "sent", "dropped")):
        Notification.objects.create(
            channel=channel, key=str(number), state=state, created_at=now, not_before=now, attempts=number,
            doubt=number == 2, sent_at=now,
        )  # fmt: skip


def _factors(user: User) -> None:
    seal = get_adapter().encrypt
    kept: dict[str, dict[str, Any]] = {
        "totp": {"secret": seal("JBSWY3DPEHPK3PXP")},
        "recovery_codes": {"seed": seal("00" * 20), "used_mask": 0},
        "webauthn": {"name": "Blue", "credential": {}},
    }
    for kind, data in kept.items():
        Authenticator.objects.create(user=user, type=kind, data=data)


def _team(network: Repository) -> None:
    assert network.team is not None
    make_membership(make_user("priya"), network.team)
    make_token(network)
    make_token(None, team=network.team)
    GroupGrant.objects.create(group="idp-platform", team=network.team, role=Role.LEAD)
    GroupGrant.objects.create(group="idp-root")


def _invitations(by: User) -> None:
    now = timezone.now()
    for purpose, user in (("join", None), ("return", by)):
        Invitation.objects.create(
            digest=purpose, purpose=purpose, user=user, made_by=by, made_at=now, email="new@example.com",
            expires_at=now + timedelta(days=7), administrator=True,
        )  # fmt: skip
    for agent in ("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", ""):
        UserSession.objects.create(
            user=by, session_key=f"other {agent}"[:40], ip="203.0.113.7", user_agent=agent, last_seen_at=now
        )


def _import(by: User, state: str) -> None:
    address = f"https://github.com/acme/{state}"
    found = Import.objects.create(
        address=address, host="github", requested_by=by, requested_at=timezone.now(), state=state
    )
    for number, error in enumerate(("", "There is no repository at https://github.com/acme.")):
        name = f"acme/{state}-{number}"
        ImportItem.objects.create(
            of=found, name=name, url=f"{address}/{number}", chosen=True, archived=True, error=error
        )


def addresses() -> Iterator[str]:
    """Where the rows are that have everything, and what no link leads to: runs come and go by themselves."""
    network, stack = Repository.objects.get(name="acme/network"), Stack.objects.get(workspace="prod")
    for page in ("repository", "webhook", "tokens"):
        yield reverse(f"maturity:{page}", args=[network.name])
    yield reverse("maturity:stack", args=[stack.pk])
    for run in Run.objects.select_related("repository"):
        yield reverse("maturity:run", args=[run.repository.name, run.pk])
        if run.stack_id:
            yield reverse("maturity:stack_run", args=[run.stack_id, run.pk])
            yield reverse("maturity:run_log", args=[run.pk])
    for page in ("team", "team_tokens"):
        yield from (reverse(f"maturity:{page}", args=[team.slug]) for team in Team.objects.all())
    for one in Application.objects.all():
        for page in ("template", "add_template_item", "template_versions"):
            yield reverse(f"releases:{page}", args=[f"application.{one.slug}"])
    yield from release_rows.addresses()
    for page in ("import", "import_progress"):
        yield from (reverse(f"maturity:{page}", args=[one.pk]) for one in Import.objects.all())
    for route in Route.objects.all():
        yield reverse("maturity:channel", args=[route.channel_id])
        yield reverse("maturity:route", args=[route.channel_id, route.pk])
    yield from (f"{reverse('maturity:outbox')}?state={one}" for one in ("waiting", "dead", "sent", "dropped"))
    for key in Authenticator.objects.filter(type="webauthn"):
        yield reverse("mfa_edit_webauthn", args=[key.pk])
        yield reverse("mfa_remove_webauthn", args=[key.pk])
