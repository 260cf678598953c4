"""Groups of the identity provider and what they give, for administrators."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from maturity import access
from maturity.actions.people import grants as act
from maturity.forms.people import GrantForm
from maturity.models import Role
from maturity.views._http import HtmxHttpRequest, person, pk_of

SHOWN = 500


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HtmxHttpRequest) -> HttpResponse:
    known = access.grants_for_write(request.user)
    form = GrantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act.add_grant(person(request), given["group"], given["team"], given["role"] or Role.VIEWER)
        return redirect("maturity:groups")
    context = {
        "grants": known.select_related("team").order_by("group", "team__name")[:SHOWN], "form": form,
        "oidc": bool(settings.RUNGS_OIDC_APPS), "claim": settings.RUNGS_OIDC_GROUPS_CLAIM,
    }  # fmt: skip
    return render(request, "maturity/groups.html", context, status=422 if form.errors else 200)


@access.login
@require_POST
def remove_grant(request: HtmxHttpRequest) -> HttpResponse:
    known = access.grants_for_write(request.user).select_related("team")
    for grant in known.filter(pk=pk_of(request.POST.get("grant", ""))):
        act.remove_grant(person(request), grant)
    return redirect("maturity:groups")
