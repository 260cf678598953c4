"""What people may say about how a stack is planned: it ends up in a command line, so little is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable

PLANNED = ("terraform", "opentofu", "terragrunt")
MAX_FILES = 20
_WORKSPACE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,89}")
_PART = re.compile(r"[A-Za-z0-9_.@+=,~ ][A-Za-z0-9_.@+=,~ -]{0,199}")


def workspace(text: str) -> str:
    """ "" for the default one. ValueError for a name terraform refuses, or takes for an option."""
    name = text.strip()
    if name and not _WORKSPACE.fullmatch(name):
        raise ValueError("a workspace is called by letters, digits, dots, dashes and underscores")
    return name


def variable_files(given: Iterable[str]) -> list[str]:
    """Paths relative to the stack's directory, or with a leading / to the top of the repository."""
    files = [text.strip() for text in given if text.strip()]
    if len(files) > MAX_FILES:
        raise ValueError(f"a stack has at most {MAX_FILES} variable files")
    for path in files:
        parts = path.removeprefix("/").split("/")
        if len(path) > 500 or any(part in (".", "..") or not _PART.fullmatch(part) for part in parts):
            raise ValueError(
                f"{path[:100]!r} is not a path inside the repository: name a file below the stack's"
                " directory, or begin with / at the top of the repository"
            )
    return files


def directory(path: str) -> str:
    """ "" for the top of the repository."""
    parts = path.split("/") if path else []
    if any(part in ("", ".", "..") for part in parts) or "\0" in path:
        raise ValueError(f"{path[:100]!r} is not a directory inside the repository")
    return path
