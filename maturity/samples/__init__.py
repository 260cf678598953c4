"""Sample repositories, written for this purpose: each folder holds its history, one folder per commit."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from maturity.adapters.git.writing import Change

FOLDER = Path(__file__).resolve().parent


def samples(now: datetime) -> dict[str, list[Change]]:
    """Name -> its commits, oldest first. They are as many days old as they say."""
    return {path.parent.name: _history(path, now) for path in sorted(FOLDER.glob("*/history.toml"))}


def _history(path: Path, now: datetime) -> list[Change]:
    return [
        Change(
            folder=path.parent / commit["folder"],
            message=commit["message"],
            author=commit["author"],
            date=now - timedelta(days=commit["days_ago"]),
        )
        for commit in tomllib.loads(path.read_text(encoding="utf-8"))["commit"]
    ]
