"""POST /reports: what a linter, a scanner or the checks of CI found in a commit."""

from __future__ import annotations

from typing import Literal

from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from maturity.actions import Refused
from maturity.api.bearer import Bearer, TokenRequest, repository_of
from maturity.api.body import received, turn
from maturity.api.problems import Problem, refuse_unknown
from maturity.api.schemas import Address, Line, Refusal
from releases.actions.reports import Sent, take_report
from releases.core.facts.reports import About
from releases.models import Report
from releases.verbs.release import VERB

router = Router()
BODY = {"type": "string", "format": "binary"}
BODIES = ("application/sarif+json", "application/json", "application/octet-stream")


class NewReport(Schema):
    """What the sender tells about the report in the body."""

    repository: Line = Field(
        default="", max_length=200, description="owner/name; the token of a team needs it to send reports"
    )
    about: Literal[
        "checks", "format", "validate", "lint", "security", "api", "migrations", "backup", "slo"
    ] = Field(description="what was looked for; checks: all that CI ran on the commit")
    commit: str = Field(
        pattern=r"^(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$", description="the whole commit that was looked at"
    )
    exit_code: int | None = Field(default=None, ge=0, le=255, description="what the tool ended with")
    tool: Line = Field(default="", max_length=100, description="left out: as the SARIF names it")
    url: Address = Field(default="", max_length=480, description="the page of the job")


class TakenReport(Schema):
    """What was understood. suppressed: findings set aside in the code. complete: the tool came to its end."""

    about: str
    commit: str
    tool: str
    ok: bool | None
    complete: bool
    errors: int
    warnings: int
    notes: int
    critical: int
    high: int
    suppressed: int


@router.post(
    "/reports",
    auth=Bearer(VERB.key),
    response={201: TakenReport, (400, 401, 403, 411, 413, 415, 422, 429, 503): Refusal},
    summary="Send a report",
    openapi_extra={"requestBody": {
        "description": "SARIF 2.1.0, with Content-Encoding: gzip or without. Empty when what the tool ended "
        "with says it all.",
        "content": {kind: {"schema": BODY} for kind in BODIES},
    }},
)  # fmt: skip
def send_report(request: TokenRequest, sent: Query[NewReport]) -> Status[TakenReport]:
    """The last report of a tool on a commit counts, whether or not a release was made of it yet."""
    refuse_unknown(request, NewReport)
    repository = repository_of(request, sent.repository)
    if repository is None:
        raise Problem(422, "repository: with the token of a team, say which one: repository=owner/name")
    with received(request) as data, turn():
        told = Sent(
            about=About(sent.about), commit=sent.commit, tool=sent.tool, exit_code=sent.exit_code,
            url=sent.url, body=data[:],
        )  # fmt: skip
        try:
            row = take_report(repository, told, request.auth.name, timezone.now())
        except Refused as refusal:
            raise Problem(422, refusal.message) from None
    return Status(201, _answer(row))


def _answer(row: Report) -> TakenReport:
    return TakenReport(**{name: getattr(row, name) for name in TakenReport.model_fields})
