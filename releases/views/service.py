"""The ECS service a release goes to: where its traffic goes, and what AWS and the code say it is set to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maturity.access import login
from maturity.views._http import STOP_POLLING, HtmxHttpRequest, pk_of, varied, wants_fragment
from releases import access
from releases.actions.gathering import all_gatherers
from releases.core.facts.service import ServiceSeen
from releases.core.gate import World, all_gates
from releases.core.service_table import ASKED, rows
from releases.core.state import ON_THE_WAY, OVER
from releases.models import GateCall, Release
from releases.models.calls import Caller, Standing
from releases.views._traffic import traffic_of

MOST_CALLS = 20
EVERY = 30  # seconds: the service itself is read each minute


@login
@never_cache
@require_safe
def of_release(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    """A page, the part of the release's page, or of that the part that moves."""
    attempt = pk_of(request.GET.get("attempt", "")) or None
    release = access.release_for(request.user, slug, version, attempt)
    told = service_of(release, timezone.now())
    context = {"release": release, "application": release.application, "told": told, "every": EVERY}
    if wants_fragment(request, "traffic"):
        if told is None or told["traffic"] is None:
            return varied(HttpResponse(status=STOP_POLLING))
        given = {**context, "t": told["traffic"], "one": told["service"]}
        return varied(render(request, "releases/_traffic.html", given))
    if wants_fragment(request, "ecs"):
        return varied(render(request, "releases/_service.html", context) if told else HttpResponse())
    return varied(render(request, "releases/service.html", context))


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
    shown = rows(found, results)
    return {
        "service": found,
        "rows": [one for one in shown if not one.beside],
        "beside": [one for one in shown if one.beside],
        "drifting": sum(one.differs for one in shown),
        "traffic": traffic_of(found, release.state, _failed(release)),
        "polls": release.state in ON_THE_WAY,
    }


def _failed(release: Release) -> dict[str, str]:
    """Hooks of ECS that could not be answered, with why."""
    calls = GateCall.objects.filter(
        application=release.application, environment=release.to_environment, kind=Caller.ECS,
        standing__in=(Standing.FAILED, Standing.WAITING),
    ).exclude(error="")  # fmt: skip
    found = calls.order_by("-pk").values_list("address", "error")[:MOST_CALLS]
    return {str(address.get("hook")): error for address, error in reversed(found)}
