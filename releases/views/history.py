"""One application over time: its releases, and every deployment that was told of."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maturity.access import login, may
from maturity.models import Role
from maturity.views._http import page_of
from releases import access
from releases.forms import deployments
from releases.models import Application
from releases.views import _matrix
from releases.words.states import STATES

PAGE = 30


@login
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, access.application_for(request.user, slug))


def page(request: HttpRequest, found: Application, **wrong: Any) -> HttpResponse:
    """`wrong` is what was sent and cannot be: a form with errors."""
    number = page_of(request.GET.get("page", ""))
    start = (number - 1) * PAGE
    released = list(
        found.releases.newest_first()
        .defer(*_matrix.UNUSED)
        .select_related("author")[start : start + PAGE + 1]
    )
    deployed = list(found.deployments.newest_first().select_related("release")[start : start + PAGE + 1])
    shown = _matrix.serving(access.applications_for(request.user)).select_related("team")
    context = {
        "a": found,
        "row": _matrix.rows([shown.get(pk=found.pk)], timezone.now())[0],
        "releases": [(one, STATES[one.state]) for one in released[:PAGE]],
        "deployments": deployed[:PAGE],
        "following": number + 1 if len(released) > PAGE or len(deployed) > PAGE else None,
        "previous": number - 1,
        "records": may(request.user, Role.ENGINEER, found.team),
        "form": deployments.empty(),
        **wrong,
    }
    return render(request, "releases/history.html", context, status=422 if wrong else 200)
