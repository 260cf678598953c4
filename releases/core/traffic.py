"""What AWS says of traffic on its way from one version of a service to the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

PAUSE, AWAITING = "PAUSE", "AWAITING_ACTION"


class Revision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One version of the service: a service revision of ECS, or a task set.

    new        it takes the place of the others
    task       its task definition, "ai-shell:42"
    weight     percent of the traffic that ECS asked for; a snapshot, and not what listeners do right now
    requested  tasks that it is to have; running: those that run
    groups     names of the target groups its tasks stand in; () when nobody told
    images     digests of what it is made of, "sha256:…"
    """

    new: bool = False
    task: str = ""
    weight: int | float | None = None
    requested: int | None = None
    running: int | None = None
    groups: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


class Hook(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of a deployment. kind: "PAUSE" or "AWS_LAMBDA"; status, then: in ECS's words.

    since       when it began to wait; of a hook whose timeout is not known, when it was first seen waiting
    expires_at  when ECS does `then` by itself: "CONTINUE" or "ROLLBACK"
    """

    id: str
    kind: str = ""
    status: str = ""
    since: datetime | None = None
    expires_at: datetime | None = None
    then: str = ""

    @property
    def waits(self) -> bool:
        return self.status == AWAITING and self.kind == PAUSE


class Rule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule of a listener that forwards to a target group of the service.

    place       "HTTPS 443", or "HTTPS 443, rule 10"
    production  whether ECS shifts the traffic of production by it; None when ECS names no rules
    weights     of each target group that it forwards to, by name
    sticky      seconds that a client stays where it is, whatever the weights become; 0 for none
    """

    place: str
    production: bool | None = None
    weights: dict[str, int] = {}
    sticky: int = 0

    def percent(self, *groups: str) -> float | None:
        """The share that these groups get of it; None when it gives nobody anything."""
        total = sum(self.weights.values())
        return round(100 * sum(self.weights.get(one, 0) for one in set(groups)) / total, 1) if total else None


def listed(stages: Iterable[str]) -> str:
    """Stages as one value, however they were ordered."""
    return ", ".join(sorted(set(stages)))
