"""Connections: roles of AWS that Rungs may read with."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.adapters import aws
from maturity.adapters.address import Policy, check_service
from maturity.adapters.errors import AdapterError
from maturity.models import Connection, Event, Team, User

TOLD = ("role_arn", "region", "endpoint", "cloudtrail", "ci_roles")


class Wanted(Struct, frozen=True, kw_only=True):
    """A connection as a person wants it. See `Connection` for what the fields mean."""

    name: str
    role_arn: str = ""
    region: str = ""
    endpoint: str = ""
    cloudtrail: bool = False
    ci_roles: tuple[str, ...] = ()


def save_connection(
    by: User, connection: Connection | None, wanted: Wanted, team: Team | None = None
) -> Connection:
    """Add one for a team or (None) for all, or change it. The external id is ours, and never typed."""
    now = timezone.now()
    endpoint = _endpoint(wanted.endpoint)
    kind = "connection.changed" if connection else "connection.added"
    row = connection or Connection(external_id=secrets.token_hex(16), created_at=now, team=team)
    if connection:
        aws.forget(connection)
    row.name, row.role_arn, row.region = wanted.name, wanted.role_arn, wanted.region
    row.endpoint, row.cloudtrail, row.ci_roles = endpoint, wanted.cloudtrail, list(wanted.ci_roles)
    row.account, row.checked_at, row.error = "", None, ""
    try:
        with transaction.atomic():
            row.save()
            _tell(by, kind, row)
    except IntegrityError:
        raise Refused(_("There is a connection called %(name)s already.") % {"name": wanted.name}) from None
    return row


def remove_connection(by: User, connection: Connection) -> None:
    """Its stacks stay, and what is known of their states; nothing new is asked."""
    aws.forget(connection)
    with transaction.atomic():
        _tell(by, "connection.removed", connection)
        connection.delete()


def check_connection(connection: Connection) -> aws.Identity | None:
    """Whom it ends up as. None when AWS refused: `connection.error` says why. Takes some seconds at most."""
    aws.forget(connection)
    found: aws.Identity | None = None
    try:
        found = aws.identity(connection)
        connection.account, connection.error = found.account[:20], ""
    except AdapterError as error:
        connection.error = error.message[:2000]
    connection.checked_at = timezone.now()
    connection.save(update_fields=["account", "error", "checked_at"])
    return found


def _endpoint(url: str) -> str:
    try:
        return check_service(url, Policy.of_settings()).url if url else ""
    except AdapterError as error:
        raise Refused(error.message) from error


def _tell(by: User, kind: str, connection: Connection) -> None:
    data: dict[str, Any] = {name: getattr(connection, name) for name in TOLD}
    Event.objects.create(
        kind=kind, actor=by, team=connection.team, subject=connection.name, data=data, at=timezone.now()
    )  # fmt: skip
