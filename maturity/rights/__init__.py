"""What a role of AWS must be allowed, and why. One file here, or in another app's `rights`, is one part."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.functional import Promise
from msgspec import Struct

from maturity import folders
from maturity.core.state.permissions import Statement, account_of, document, fits, partition_of
from maturity.models import Connection, User


class Right(Struct, frozen=True):
    """action: as IAM calls it. why: what is asked with it. calls: operations that need it.

    Without any it is the operation that is called like the action.
    """

    action: str
    why: str | Promise
    calls: tuple[str, ...] = ()


class Asked(Struct):
    """A connection, as one person sees it.

    wide   resources are named together, since one by one they are more than IAM takes
    known  what several parts need and one of them read
    """

    user: User
    connection: Connection
    wide: bool = False
    known: dict[str, Any] = {}

    @property
    def account(self) -> str:
        return self.connection.account or account_of(self.connection.role_arn) or "*"

    def at(self, service: str, region: str = "") -> str:
        """How addresses of a service begin."""
        return f"arn:aws:{service}:{region or self.connection.region or '*'}:{self.account}"


class Part(Struct, frozen=True, kw_only=True):
    """`PART` of its file.

    place       smaller comes first
    client      what boto3 calls the service that is asked
    when        what has to use a connection for its role to need this
    without     what goes unanswered when it is not allowed
    statements  what the policy says of it; [] when nothing uses it with this connection
    """

    place: int
    client: str
    title: str | Promise
    when: str | Promise
    without: str | Promise
    rights: tuple[Right, ...]
    statements: Callable[[Asked], list[Statement]]

    @property
    def actions(self) -> list[str]:
        return [one.action for one in self.rights]

    @property
    def calls(self) -> set[tuple[str, str]]:
        """(client, operation)"""
        named = (one.calls or (one.action.partition(":")[2],) for one in self.rights)
        return {(self.client, call) for calls in named for call in calls}


class Policy(Struct, frozen=True):
    """text: the whole, to copy. fits: IAM takes it. used, unused: its parts, and those it does not have."""

    text: str
    fits: bool
    used: list[Part]
    unused: list[Part]


@cache
def all_parts() -> tuple[Part, ...]:
    return tuple(sorted(folders.members("rights", "PART"), key=lambda part: part.place))


def policy_of(user: User, connection: Connection) -> Policy:
    """What the role of this connection needs for what this person may see of its use."""
    asked = Asked(user, connection)
    found = _policy(asked)
    if not found.fits:
        asked.wide = True
        found = _policy(asked)
    return found


def _policy(asked: Asked) -> Policy:
    told = [(part, part.statements(asked)) for part in all_parts()]
    statements = [one for _, every in told for one in every]
    text = document(statements, partition_of(asked.connection.role_arn))
    return Policy(
        text, fits(text), used=[part for part, every in told if every],
        unused=[part for part, every in told if not every],
    )  # fmt: skip
