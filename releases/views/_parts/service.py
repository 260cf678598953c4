"""The ECS service a release goes to, as AWS and the code say it is set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import User
from releases.actions.gathering import all_gatherers
from releases.core.facts.service import ServiceSeen
from releases.core.gate import World, all_gates
from releases.core.service_table import ASKED, rows
from releases.core.state import OVER
from releases.models import Release
from releases.views._parts import Part


def service_of(release: Release, now: datetime) -> dict[str, Any] | None:
    """None where no service is named, and when it is over: what it was set to then nobody kept."""
    if release.state in OVER:
        return None
    found = all_gatherers()[ServiceSeen].gather(release, now)
    if not isinstance(found, ServiceSeen) or not found.name:
        return None
    gates = {gate for _name, gate in ASKED if gate}
    asked = {item.gate: item.params for item in release.checklist.items if item.gate in gates}
    world = World(found)
    results = {key: all_gates()[key].run(world, params, now) for key, params in asked.items()}
    return {"service": found, "rows": rows(found, results)}


def told(release: Release, _user: User, now: datetime) -> dict[str, Any] | None:
    return service_of(release, now)


PART = Part(place=20, template="releases/_service.html", told=told)
