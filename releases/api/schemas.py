"""What is sent and what is answered about releases, as the OpenAPI document shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from maturity.api.schemas import Address, Line, Moment
from releases.core.gate import Outcome

Commit = Annotated[str, StringConstraints(pattern=r"^(?:[0-9A-Fa-f]{7,64})?$")]
Value = str | int | float | bool | None
APPLICATION = "its name in the address of its page; may be left out when the token reaches one alone"


class Body(Schema):
    """What is misspelt is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class NewRelease(Body):
    application: Line = Field(default="", max_length=100, description=APPLICATION)
    version: Line = Field(min_length=1, max_length=100, description="2.14.0")
    artifact: Line = Field(
        default="", max_length=300, description="sha256:…, or the image with it: registry/app@sha256:…"
    )
    commit: Commit = Field(default="", description="what it was built from")
    author: Line = Field(
        default="", max_length=200, description="who opened it: they do not count among those who sign off"
    )
    author_email: Line = Field(default="", max_length=254)
    url: Address = Field(default="", max_length=500, description="the page of the job")
    note: str = Field(default="", max_length=2000)
    steps: list[int] | None = Field(
        default=None, max_length=20,
        description="percentages of the traffic, the last one 100; left out: those of the application",
    )  # fmt: skip


class Reached(Body):
    percent: int = Field(ge=1, le=100, description="of the traffic that the version has now")


class NewEvidence(Body):
    item: Line = Field(min_length=1, max_length=60, description="the key of the checklist's item")
    outcome: Outcome
    reason: Line = Field(default="", max_length=1000, description="one line with the numbers")
    url: Address = Field(default="", max_length=480, description="where somebody can see for themselves")
    digest: str = Field(pattern="^[0-9a-f]{64}$", description="of the release it was found out for")
    values: dict[str, Value] = Field(
        default={}, max_length=50, description="the numbers it was decided by: at most 50"
    )


class NewDeployment(Body):
    application: Line = Field(default="", max_length=100, description=APPLICATION)
    environment: Line = Field(max_length=50, description="stage or prod, or a usual name of them")
    version: Line = Field(min_length=1, max_length=100)
    commit: Commit = ""
    artifact: Line = Field(default="", max_length=300, description="as of a release; left out: not known")
    result: Literal["running", "succeeded", "failed", "rolled_back"] = "succeeded"
    id: Line = Field(
        default="", max_length=250, description="yours: messages with the same id are about one deployment"
    )
    url: Address = Field(default="", max_length=500, description="the page of the job")
    actor: Line = Field(default="", max_length=200, description="who deployed")
    started_at: Moment | None = Field(default=None, description="ISO 8601, or seconds since 1970")
    finished_at: Moment | None = None
    committed_at: Moment | None = Field(
        default=None, description="when the commit was made: lead time begins with it"
    )


class Asking(Body):
    environment: Line = Field(max_length=50, description="where you deploy to: prod, or a usual name of it")
    digest: Line = Field(
        max_length=100, description="what you deploy: the release's digest, or the artifact's, sha256:…"
    )
    step: int | None = Field(default=None, ge=1, le=100, description="percent of the traffic; any, left out")
    ticket: str = Field(
        default="", max_length=200, description="one that the page of the release gave out; or the open one"
    )


class Seen(Schema):
    """An item of the checklist. state: passed, failed, unknown, not_applicable, error, waived, stale or
    pending."""

    item: str
    title: str
    state: str
    blocking: bool
    reason: str
    answer: str = Field(description="what would answer it")
    by: str
    at: datetime | None


class Agreed(Schema):
    """So many sign-offs are asked for with at least this role, and so many are there."""

    role: str
    least: int
    have: int


class StepState(Schema):
    """A step of the rollout. verdict: pass, marginal, fail or inconclusive; empty while it is watched, and
    where nobody judged it."""

    percent: int
    effective_at: datetime | None = Field(description="since when it has effect; null: not yet")
    until: datetime | None = Field(description="when it is judged")
    needs: int | None = Field(description="seconds that its traffic needs to show harm; null: not known")
    verdict: str
    sentence: str = Field(description="the verdict in one line")


class ReleaseState(Schema):
    """digest: what sign-offs, evidence and tickets are given for; empty while nobody knows its parts."""

    id: int
    application: str
    version: str
    attempt: int
    state: str
    why: str
    digest: str
    artifact: str
    commit: str
    environment: str
    step: int = Field(description="percent of the traffic it has")
    url: str = Field(description="the page that shows it")
    items: list[Seen]
    approvals: list[Agreed]
    steps: list[StepState] = Field(description="of its rollout, in their order")


class Attested(Schema):
    """What the item stands at now."""

    release: int
    item: str
    outcome: str
    reason: str
    at: datetime
    url: str


class Recorded(Schema):
    """result: what is known after all messages about it."""

    deployment: int
    application: str
    environment: str
    version: str
    result: str
    release: int | None = Field(default=None, description="the one it belongs to")


class Reason(Schema):
    """item is empty for the release as a whole. answer: what would remove it. url: where to look."""

    item: str = ""
    title: str
    reason: str
    answer: str = ""
    url: str = ""


class GateAnswer(Schema):
    """reasons: all that keeps it back. retry_after: seconds, null when asking again changes nothing."""

    allowed: bool
    release: int
    application: str
    version: str
    environment: str
    state: str
    digest: str
    artifact: str
    step: int | None = Field(default=None, description="percent of the traffic that is opened")
    reasons: list[Reason] = []
    retry_after: int | None = None
    url: str
