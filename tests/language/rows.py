"""Rows of everything a page can show, and the addresses where they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from maturity.models import Import, ImportItem, ImportState, Repository, Run, Stack, Team, User
from tests.browser import drift_rows, rows
from tests.factories import (
    days_ago,
    make_connection,
    make_login,
    make_membership,
    make_run,
    make_token,
    make_user,
)


def fill() -> User:
    """Returns an administrator who has two second factors and speaks Chinese."""
    lin = make_user("lin", first_name="Lin", last_name="Wei", is_superuser=True, language="zh-hans")
    network = rows.fill()
    drift_rows.fill_drift(network, lin)
    network.webhook_rotated_at = days_ago(0.5)
    network.save()
    make_connection()
    make_login()
    make_run(network, "finished", kind="plan", stack=network.stacks.first())
    _factors(lin)
    _team(network)
    for state in ImportState.values:
        _import(lin, state)
    return lin


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
    for page in ("import", "import_progress"):
        yield from (reverse(f"maturity:{page}", args=[one.pk]) for one in Import.objects.all())
    for key in Authenticator.objects.filter(type="webauthn"):
        yield reverse("mfa_edit_webauthn", args=[key.pk])
        yield reverse("mfa_remove_webauthn", args=[key.pk])
