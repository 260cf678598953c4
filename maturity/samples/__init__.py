"""Sample repositories, written for this purpose: a folder holds its commits, and the plans its CI sent."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct

from maturity.adapters.git.writing import Change

FOLDER = Path(__file__).resolve().parent


class SentPlan(Struct, frozen=True, kw_only=True):
    """One plan as CI sent it. `pull_request` is null for a look at the default branch."""

    stack: str
    plan: Path
    exit_code: int
    at: datetime
    pull_request: int | None = None
    title: str = ""
    author: str = ""


def samples(now: datetime) -> dict[str, list[Change]]:
    """Name -> its commits, oldest first. They are as many days old as they say."""
    return {path.parent.name: _history(path, now) for path in sorted(FOLDER.glob("*/history.toml"))}


def sent_plans(name: str, now: datetime) -> list[SentPlan]:
    """What the CI of a sample sent, oldest first."""
    path = FOLDER / name / "plans.toml"
    if not path.exists():
        return []
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    sent = [one for check in written["check"] for one in _checks(path.parent, check, now)]
    sent += [one for pull in written["pull_request"] for one in _pull_request(path.parent, pull, now)]
    return sorted(sent, key=lambda one: one.at)


def _history(path: Path, now: datetime) -> list[Change]:
    return [
        Change(
            folder=path.parent / commit["folder"],
            message=commit["message"],
            author=commit["author"],
            date=now - timedelta(days=commit["days_ago"]),
            tag=commit.get("tag", ""),
        )
        for commit in tomllib.loads(path.read_text(encoding="utf-8"))["commit"]
    ]


def _checks(folder: Path, check: dict[str, Any], now: datetime) -> list[SentPlan]:
    """One a day, from `from` to `until` days ago."""
    days = range(check["from"], check.get("until", check["from"]) - 1, -1)
    return [
        SentPlan(
            stack=check["stack"],
            plan=folder / check["plan"],
            exit_code=check["exit_code"],
            at=now - timedelta(days=day, hours=3),
        )
        for day in days
    ]


def _pull_request(folder: Path, pull: dict[str, Any], now: datetime) -> list[SentPlan]:
    return [
        SentPlan(
            stack=stack,
            plan=folder / plan,
            exit_code=2,
            at=now - timedelta(days=pull["days_ago"]),
            pull_request=pull["number"],
            title=pull["title"],
            author=pull["author"],
        )
        for stack, plan in pull["plans"].items()
    ]
