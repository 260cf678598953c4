"""Which folders are live: not samples, not put away, not another tool's output."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from maturity.core.files import Files
from maturity.core.paths import environment, is_sample

_RETIRED = re.compile(
    r"(?:^|/)(?:_?old|bk|deprecated|obsolete|unused|attic|\.archive|_archive|archived|disabled|graveyard|contrib|\.history|[^/]*[-_.](?:bak|old)"
    r"|[^/]*\d{4}-?\d\d-?\d\d[-_.]?(?:backup|bkup|bkp)|(?:backup|bkup|bkp)[-_.]?\d{4}-?\d\d-?\d\d[^/]*)/",
    re.IGNORECASE,
)
_MODULES = re.compile(r"(?:^|/)_?modules?/", re.IGNORECASE)
_PRODUCTION = frozenset({"prod", "production", "prd", "live"})
_OTHERS = frozenset({"stage", "staging", "stg", "preprod", "uat", "dev", "development", "nonprod", "qa"})


def is_live(path: str, files: Files, allowed: Iterable[str] = ()) -> bool:
    """Whether a file counts as evidence about this repository.

    allowed: folder names that are no sample for the asking tool ("templates" of CloudFormation).
    """
    if _is_retired(path):
        return False
    return not is_sample(path) or not is_sample(_without(path, files, frozenset(allowed)))


@lru_cache(maxsize=65536)
def _is_retired(path: str) -> bool:
    return _RETIRED.search(path) is not None


def is_module_folder(folder: str) -> bool:
    return _MODULES.search(f"{folder}/") is not None


def _without(path: str, files: Files, allowed: frozenset[str]) -> str:
    """The path without segments that only look like a sample: "test" beside "prod" is an environment."""
    kept: list[str] = []
    parent = ""
    for segment in path.split("/"):
        if segment.lower() not in allowed and not (
            environment(segment) and _beside_another(parent, segment, files)
        ):
            kept.append(segment)
        parent = f"{parent}/{segment}" if parent else segment
    return "/".join(kept)


def _beside_another(parent: str, segment: str, files: Files) -> bool:
    """Beside production, or two other environments: "dev" alone stands beside many a folder of tests."""
    names = files.folders_in(parent)
    return not _PRODUCTION.isdisjoint(names) or len(_OTHERS.intersection(names) - {segment}) > 1


def belongs_to(path: str, folders: frozenset[str]) -> bool:
    """Whether a file lies in or below one of the folders; the top folder holds only what lies right in it."""
    place = path.rpartition("/")[0]
    while place:
        if place in folders:
            return True
        place = place.rpartition("/")[0]
    return "" in folders and "/" not in path


def nearest(folders: Iterable[str], path: str) -> str | None:
    """The innermost of `folders` that holds `path`."""
    holding = [folder for folder in folders if not folder or path == folder or path.startswith(f"{folder}/")]
    return max(holding, key=len, default=None)


def environment_of(place: str) -> str:
    """The environment a folder belongs to. A whole segment says more than a word in a longer name."""
    for segment in reversed(place.split("/")):
        if (
            "-" not in segment
            and "_" not in segment
            and "." not in segment
            and (name := environment(segment))
        ):
            return name
    return environment(place)
