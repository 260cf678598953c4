"""A service between blue and green."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from releases.core.facts.service import Live, Rollout, TargetGroup
from releases.core.traffic import Revision, Rule
from tests.releases.core.gates.services import live

MINUTE = timedelta(minutes=1)


def groups(now: datetime) -> tuple[TargetGroup, ...]:
    blue = TargetGroup(
        name="shell-blue", deregistration_delay=300, targets=1, draining=2, requests=12,
        drains={"a": now - MINUTE, "b": now}, idle_since=now,
    )  # fmt: skip
    return blue, TargetGroup(name="shell-green", deregistration_delay=300, targets=3, requests=410)


def moving(now: datetime, green: int = 10, **fields: Any) -> Live:
    new = Revision(new=True, task="shell:42", weight=20.0, requested=3, running=3, groups=("shell-green",))
    old = Revision(task="shell:41", weight=80.0, requested=3, running=2, groups=("shell-blue",))
    rollout = Rollout(
        id="d1", status="IN_PROGRESS", stage="PRODUCTION_TRAFFIC_SHIFT", percent=20.0, revisions=(new, old),
        started_at=now - 9 * MINUTE, **fields,
    )  # fmt: skip
    rules = (
        Rule(place="HTTPS 443", production=True, sticky=600,
             weights={"shell-blue": 100 - green, "shell-green": green}),
        Rule(place="HTTPS 8443", production=False, weights={"shell-green": 1}),
    )  # fmt: skip
    return live(
        rollout=rollout, target_groups=groups(now), rules=rules, minute=now - 2 * MINUTE, connections=1_230
    )
