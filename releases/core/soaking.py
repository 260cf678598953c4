"""How long a version served an environment without a break."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from releases.core.facts.stage import Deployed


class Soak(Struct, frozen=True):
    """The longest time at a stretch. until: when it ended; None while it lasts."""

    time: timedelta
    since: datetime
    until: datetime | None = None
    after: str = ""


def is_of(one: Deployed, version: str, artifact: str) -> bool:
    """Whether it is what is to be released: built anew under the same name, it is something else."""
    same = not (one.artifact and artifact) or one.artifact == artifact
    return one.version == version and same


def soaked(deployments: Iterable[Deployed], version: str, artifact: str, now: datetime) -> Soak | None:
    """The longest stretch of this version; None when it never served.

    It begins when a deployment of it is through, and ends when one of another version begins. One that failed
    changed nothing. One of another version that was rolled back interrupted it until it was gone again;
    rolled back itself, the version has to be deployed anew.
    """
    best: Soak | None = None
    begun: datetime | None = None
    for one in sorted(deployments, key=lambda one: one.started_at):
        done = one.finished_at or one.started_at
        if one.result == "failed":
            continue
        ours = is_of(one, version, artifact)
        if ours and one.result != "rolled_back":
            begun = begun or (done if one.result == "succeeded" else None)
            continue
        if begun is not None:
            time = max(one.started_at - begun, timedelta())
            best = _longer(best, Soak(time, begun, one.started_at, one.version))
            begun = done if one.result == "rolled_back" and not ours else None
    return _longer(best, Soak(max(now - begun, timedelta()), begun)) if begun else best


def _longer(one: Soak | None, other: Soak) -> Soak:
    return other if one is None or other.time > one.time else one
