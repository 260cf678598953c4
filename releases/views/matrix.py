"""What runs where, and what is on its way: applications by Stage and Prod."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from maturity.access import login, may_somewhere, teams_for
from maturity.models import Role
from maturity.views import _saved, me
from maturity.views._http import HtmxHttpRequest, page_of, teams_of, varied, wants_fragment
from releases import access
from releases.forms.matrix import MatrixFilter
from releases.views import _matrix

PAGE, TEAMS = 50, 300
HERE = "releases:releases"
_saved.LISTS[HERE] = MatrixFilter
me.LISTS_CALLED[HERE] = gettext_lazy("Releases")


@login
@require_safe
def releases(request: HtmxHttpRequest) -> HttpResponse:
    asked, number = MatrixFilter(request.GET, teams_of(request)), page_of(request.GET.get("page", ""))
    mine = access.applications_for(request.user)
    found = _matrix.serving(asked.narrow(mine)).select_related("team")
    start = (number - 1) * PAGE
    shown = list(found[start : start + PAGE + 1])
    context = {
        "rows": _matrix.rows(shown[:PAGE], timezone.now()),
        "asked": asked,
        "saved": _saved.saved(request, HERE, asked),
        "following": asked.query(page=number + 1) if len(shown) > PAGE else "",
        "previous": asked.query(page=number - 1) if number > 1 else "",
        "opens": may_somewhere(request.user, Role.ENGINEER),
    }
    if wants_fragment(request, "matrix"):
        return varied(render(request, "releases/_matrix.html", context))
    context["any"] = bool(shown) or mine.exists()
    context["teams"] = teams_for(request.user).order_by("name").values_list("slug", "name")[:TEAMS]
    return varied(render(request, "releases/releases.html", context))
