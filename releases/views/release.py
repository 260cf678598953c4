"""The page of one release."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from maturity.access import login
from maturity.core.report import table
from maturity.views._http import HtmxHttpRequest, person, varied, wants_fragment
from releases import access
from releases.actions.evidence import events_of
from releases.core.gate import Evidence
from releases.models import Release
from releases.views import _release
from releases.views._attempt import attempt_of

HISTORY = 100


@login
@never_cache
@require_safe
def release(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The last attempt, or the one that `?attempt=` names."""
    return page(request, access.release_for(request.user, slug, version, attempt_of(request)))


def page(request: HttpRequest, found: Release, *, status: int = 200, **more: Any) -> HttpResponse:
    """`more`: `refused`, one sentence; `ticket`, shown once; what was typed and could not be."""
    user, now = person(request), timezone.now()
    shown = _release.page_of(found, user, now)
    told = _release.context(shown, user, all_events=request.GET.get("events") == "all")
    if not _release.has_field(shown, more.get("typed") or {}):
        more["typed"] = {}
    return render(request, "releases/release.html", {**told, **more}, status=status)


@login
@require_GET
def item_history(request: HtmxHttpRequest, slug: str, version: str, item: str) -> HttpResponse:
    """All that was answered to an item, newest first: a page, or what its row shows when it is opened."""
    found = access.release_for(request.user, slug, version, attempt_of(request))
    wanted = found.checklist.item(item)
    if wanted is None:
        raise Http404
    rows = list(found.checks.filter(item=item).order_by("-at", "-pk")[:HISTORY])
    words = found.signoffs.filter(item=item).order_by("-at", "-pk")[:HISTORY]
    context = {"release": found, "application": found.application, "item": wanted, "words": words}
    context["answers"] = [(one, msgspec.convert(one.evidence, tuple[Evidence, ...])) for one in rows]
    part = wants_fragment(request, f"h-{item}")
    return varied(render(request, f"releases/{'_answers' if part else 'answers'}.html", context))


@login
@require_safe
def audit(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """All that happened to it, oldest first, as a table that no spreadsheet runs."""
    found = access.release_for(request.user, slug, version, attempt_of(request))
    lines = [table.line(("at", "kind", "subject", "actor", "data"))]
    for event in events_of(found).select_related("actor").order_by("at", "pk"):
        data = json.dumps(event.data, ensure_ascii=False, sort_keys=True)
        lines.append(table.line((event.at.isoformat(), event.kind, event.subject, event.actor, data)))
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.application.slug}-{found.pk}-audit.csv"'
    return answer
