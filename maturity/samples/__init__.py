"""Sample repositories, written for this purpose: each folder holds its history, one folder per commit."""

from __future__ import annotations

import tomllib
from pathlib import Path

from maturity.adapters.git.writing import Change

FOLDER = Path(__file__).resolve().parent


def samples() -> dict[str, list[Change]]:
    """Name -> its commits, oldest first."""
    return {path.parent.name: _history(path) for path in sorted(FOLDER.glob("*/history.toml"))}


def _history(path: Path) -> list[Change]:
    commits = tomllib.loads(path.read_text(encoding="utf-8"))["commit"]
    return [Change(**{**commit, "folder": path.parent / commit["folder"]}) for commit in commits]
