"""The list of all repositories, with filters."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from django_htmx.http import push_url, trigger_client_event

from maturity import access, words
from maturity.core.scoring import TOP
from maturity.forms import STATES, RepositoryFilter
from maturity.views import _lists
from maturity.views._http import HtmxHttpRequest, page_of, person, teams_of, varied, wants_fragment
from maturity.views._saved import saved


@access.login
@require_GET
def repositories(request: HtmxHttpRequest) -> HttpResponse:
    """The page; its table, when a filter changed; or further rows of it."""
    asked = RepositoryFilter(request.GET, teams_of(request))
    mine = access.repositories_for(request.user)
    now = timezone.now()
    fresh_since = person(request).organisation.scans_fresh_since(now)
    shown = _lists.page(asked, mine, page_of(request.GET.get("page", "")), now, fresh_since)
    context: dict[str, Any] = {"page": shown, "asked": asked}
    if wants_fragment(request, "more"):
        return varied(render(request, "maturity/_repository_rows.html", context))
    context["saved"] = saved(request, "maturity:repositories", asked)
    context["count"] = asked.narrow(mine, fresh_since).count()
    if wants_fragment(request, "repos"):
        return varied(_table(request, asked, context))
    context |= {"kinds": words.KINDS, "states": STATES, "levels": range(1, TOP + 1)}
    context["any"] = bool(asked.chosen) or context["count"] or mine.exists()
    return varied(render(request, "maturity/repositories.html", context))


def _table(request: HtmxHttpRequest, asked: RepositoryFilter, context: dict[str, object]) -> HttpResponse:
    """The table with an address that can be shared, and the count for those who do not see it."""
    response = render(request, "maturity/_repositories.html", context)
    count = context["count"]
    assert isinstance(count, int)
    said = ngettext("%(n)s repository", "%(n)s repositories", count) % {"n": words.grouped(count)}
    trigger_client_event(response, "say", {"value": said})
    return push_url(response, address(asked))


def address(asked: RepositoryFilter) -> str:
    query = asked.query()
    return reverse("maturity:repositories") + (f"?{query}" if query else "")
