"""What is sent and what is answered, as the OpenAPI document shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from ninja import Schema
from pydantic import AfterValidator, Field


def _plain(text: str) -> str:
    if any(ord(letter) < 32 for letter in text):
        raise ValueError("holds a control character")
    return text.strip()


def _web(address: str) -> str:
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username):
        raise ValueError("must begin with https://, and hold no password")
    return address


def _in_time(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Line = Annotated[str, AfterValidator(_plain)]
Address = Annotated[Line, AfterValidator(_web)]
Moment = Annotated[datetime, AfterValidator(_in_time)]


class Which(Schema):
    """Which stack is meant."""

    repository: Line = Field(
        default="", max_length=200, description="owner/name; the token of a team needs it to send plans"
    )
    stack: Line = Field(
        default="", max_length=1024, description="its directory, or its name; . is the top folder"
    )
    workspace: Line = Field(default="", max_length=90, description="of the command line")
    environment: Line = Field(default="", max_length=50, description="its label here: prod, staging")
    name: Line = Field(default="", max_length=200, description="tells apart stacks of one directory")


class Sent(Which):
    """What the sender tells about the plan in the body."""

    exit_code: int | None = Field(default=None, ge=0, le=255, description="what terraform plan ended with")
    purpose: Literal["check", "pull_request", "apply"] | None = Field(
        None, description="check: looks for drift (the default); pull_request, when a number is given; "
        "apply: the plan that was applied just now",
    )  # fmt: skip
    commit: str = Field(
        default="", pattern=r"^(?:[0-9A-Fa-f]{7,64})?$", description="the commit that was planned"
    )
    ref: Line = Field(default="", max_length=250, description="the branch that was planned")
    pull_request: int | None = Field(default=None, ge=1, le=2**31 - 1, description="its number")
    started_at: Moment | None = Field(default=None, description="ISO 8601, or seconds since 1970")
    url: Address = Field(default="", max_length=500, description="the page of the job")
    title: Line = Field(default="", max_length=250)
    actor: Line = Field(default="", max_length=100, description="who started it")
    register_: bool = Field(
        default=False, alias="register", description="make the stack known when no scan found it"
    )
    force: bool = Field(
        default=False, description="take it although it seems to be of another stack or branch"
    )


class Counts(Schema):
    create: int = 0
    update: int = 0
    delete: int = 0
    replace: int = 0
    forget: int = 0
    import_: int = Field(default=0, serialization_alias="import")
    move: int = 0


class Taken(Schema):
    """What was understood.

    finding is null for a plan that failed, and for one that says nothing of the default branch.
    """

    check: int | None = None
    plan: int | None = None
    pull_request: int | None = None
    repository: str
    stack: str
    stack_id: int
    outcome: str = Field(description="finished or errored")
    error: str = ""
    finding: str | None = Field(default=None, description="in_sync, drifted, pending or drifted_and_pending")
    drifted: int = 0
    pending: int = 0
    observed: int = 0
    counts: Counts = Counts()
    url: str = Field(description="the page that shows it")
    notes: list[str] = []


class StackState(Schema):
    """How a stack stands. drifted_since is null while nothing drifts."""

    id: int
    repository: str
    stack: str
    directory: str
    workspace: str
    environment: str
    name: str
    tool: str
    finding: str | None
    freshness: str = Field(description="never, fresh or stale")
    checked_at: datetime | None
    drifted: int
    pending: int
    drifted_since: datetime | None
    failing_since: datetime | None
    error: str = Field(description="why the last check failed; empty when it did not")
    url: str


class Stacks(Schema):
    """truncated: there are more. Ask repository by repository."""

    stacks: list[StackState]
    truncated: bool = False


class Refusal(Schema):
    """error is one sentence. stacks lists near ones when none or several were meant."""

    error: str
    stacks: list[dict[str, str]] = []
