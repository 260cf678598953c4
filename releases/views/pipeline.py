"""What pipelines and AWS need so that an application's deployments ask: ready to paste."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maturity.access import login, may
from maturity.models import Role
from releases import access
from releases.core.permissions import policy
from releases.core.snippets import Way, all_snippets
from releases.models import Service


@login
@require_safe
def pipeline(request: HttpRequest, slug: str) -> HttpResponse:
    found = access.application_for(request.user, slug)
    way = Way(url=settings.RUNGS_URL, application=found.slug)
    services = found.services.filter(acts=True).select_related("connection").order_by("environment")
    context = {
        "a": found,
        "leads": may(request.user, Role.LEAD, found.team),
        "pastes": [(one.name, one.label, one.write(way)) for one in all_snippets()],
        "policies": [(one, _policy(one)) for one in services],
    }
    return render(request, "releases/pipeline.html", context)


def _policy(service: Service) -> str:
    connection = service.connection
    region = service.region or (connection.region if connection else "")
    return policy(connection.role_arn if connection else "", region, service.cluster, service.name)
