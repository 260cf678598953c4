"""What CI and its tools found in the commit of a release."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class About(StrEnum):
    """What a report is about."""

    CHECKS = "checks"
    FORMAT = "format"
    VALIDATE = "validate"
    LINT = "lint"
    SECURITY = "security"
    API = "api"
    MIGRATIONS = "migrations"
    BACKUP = "backup"
    SLO = "slo"


class Found(Struct, frozen=True, omit_defaults=True):
    """One finding, with its place in the repository. url: where its host shows it."""

    rule: str
    level: str
    text: str = ""
    path: str = ""
    line: int = 0
    url: str = ""


class Report(Struct, frozen=True, kw_only=True):
    """ok: what the tool ended with; None when only its findings count. complete: it came to its end."""

    about: About
    tool: str
    at: datetime
    ok: bool | None = None
    complete: bool = True
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    critical: int = 0
    high: int = 0
    url: str = ""
    findings: tuple[Found, ...] = ()


class Reports(Struct, frozen=True, kw_only=True):
    """commit: of the release. reports: the last one of each tool."""

    commit: str
    reports: tuple[Report, ...] = ()

    def about(self, what: About) -> tuple[Report, ...]:
        return tuple(one for one in self.reports if one.about is what)
