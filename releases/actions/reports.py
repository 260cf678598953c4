"""Taking what CI and its tools found in a commit."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.actions.rows import clean, plain
from maturity.models import Event, Repository
from releases.actions.keeping import keep_newest
from releases.core import sarif
from releases.core.contracts import reports as contracts
from releases.core.facts.reports import About
from releases.core.heard import commit_in
from releases.core.telling import line
from releases.models import Report

URL = re.compile(r"https?://[^\s<>\"@]{1,480}")
KEPT = 2_000  # of one repository


class Sent(Struct, frozen=True, kw_only=True):
    """What CI says of the report. exit_code: None when only the findings in the body count."""

    about: About
    commit: str
    tool: str = ""
    exit_code: int | None = None
    url: str = ""
    body: bytes = b""


def take_report(repository: Repository, sent: Sent, by: str, now: datetime) -> Report:
    """The last word of a tool on a commit takes the place of the one before. by: the name of the token.

    Refused with one sentence when there is nothing to understand in it; then nothing is written.
    """
    commit = commit_in(sent.commit)
    if not commit:
        raise Refused(_("Send the whole commit: 40 or 64 hexadecimal digits."))
    if sent.url and not URL.fullmatch(sent.url):
        raise Refused(_("The address of the report must begin with https:// and have no blanks."))
    fields = {**_said(sent), "url": sent.url, "by": line(by, 200), "at": now}
    found = {"commit": commit, "about": sent.about, "tool": fields.pop("tool")}
    with transaction.atomic():
        row, _new = Report.objects.update_or_create(repository=repository, **found, defaults=fields)
        keep_newest(Report.objects.filter(repository=repository), KEPT)
        _tell(row, now)
    return row


def _said(sent: Sent) -> dict[str, Any]:
    """The findings of the body, or what the tool ended with."""
    ok = None if sent.exit_code is None else sent.exit_code == 0
    if not sent.body:
        if ok is None:
            raise Refused(_("Send SARIF, or what the tool ended with as exit_code."))
        return {**_NOTHING, "tool": line(clean(sent.tool), 100), "ok": ok}
    try:
        found = (contracts if sent.about is About.API else sarif).read(sent.body)
    except sarif.Unreadable as wrong:
        raise Refused(str(wrong)) from None
    return {
        "tool": line(clean(sent.tool), 100) or clean(found.tool), "version": clean(found.version), "ok": ok,
        "complete": found.complete, "errors": found.errors, "warnings": found.warnings, "notes": found.notes,
        "critical": found.critical, "high": found.high, "suppressed": found.suppressed,
        "findings": plain(found.findings),
    }  # fmt: skip


_NOTHING: dict[str, Any] = {
    "version": "", "complete": True, "errors": 0, "warnings": 0, "notes": 0, "critical": 0, "high": 0,
    "suppressed": 0, "findings": [],
}  # fmt: skip


def _tell(row: Report, now: datetime) -> None:
    data = {"commit": row.commit, "about": row.about, "tool": row.tool, "ok": row.ok, "errors": row.errors,
            "principal": row.by}  # fmt: skip
    Event.objects.create(
        kind="report.taken", repository=row.repository, subject=row.repository.name, data=data, at=now
    )
