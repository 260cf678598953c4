"""Every command line Rungs ever gives to terraform and its kin. There is none that changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

VERSION = ["--version"]


def init(*, readonly: bool) -> list[str]:
    """readonly  the versions of the lock file are taken, or none"""
    return ["init", "-input=false", "-no-color", *(["-lockfile=readonly"] if readonly else [])]


def select(workspace: str) -> list[str]:
    """Fails when there is no such workspace. By TF_WORKSPACE, planning would make it."""
    return ["workspace", "select", workspace]


def plan(out: Path, variables: Sequence[Path]) -> list[str]:
    """Without a lock: whoever applies meanwhile must not be kept waiting by somebody who only looks."""
    files = [f"-var-file={path}" for path in variables]
    return ["plan", "-json", f"-out={out}", "-detailed-exitcode", "-lock=false", "-input=false", *files]


def show(file: Path) -> list[str]:
    return ["show", "-json", str(file)]
