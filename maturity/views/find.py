"""Search, by a piece of a name: see `maturity.finding` for what it finds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from django_htmx.http import trigger_client_event

from maturity import access, finding, words
from maturity.views._http import HtmxHttpRequest, varied, wants_fragment


@access.login
@require_GET
def find(request: HtmxHttpRequest) -> HttpResponse:
    """A page of hits, or the list under the search box: its length is said to those who do not see it."""
    q = request.GET.get("q", "").replace("\0", "").strip()[: finding.LONGEST]
    hits = finding.find(request.user, q)
    if not wants_fragment(request, "hits"):
        return varied(render(request, "maturity/find.html", {"hits": hits, "q": q}))
    response = render(request, "maturity/_hits.html", {"hits": hits, "q": q, "options": True})
    said = ngettext("%(n)s hit", "%(n)s hits", len(hits)) % {"n": words.grouped(len(hits))}
    if q:
        trigger_client_event(response, "say", {"value": said})
    return varied(response)
