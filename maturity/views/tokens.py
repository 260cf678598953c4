"""API tokens of one repository: for pipelines that send their plans."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maturity import access, actions
from maturity.forms import TokenForm
from maturity.models import Repository, Role
from maturity.views._http import HtmxHttpRequest, person, pk_of

SHOWN = 200


@access.login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HtmxHttpRequest, name: str) -> HttpResponse:
    """The answer to a new token is the only page that shows it: nothing redirects, nothing stores it."""
    if request.method != "POST":
        return _page(request, access.repository_for_write(request.user, name, Role.LEAD), TokenForm())
    found, form = access.repository_for_write(request.user, name, Role.LEAD), TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        made, secret = actions.create_token(person(request), found, form.cleaned_data["name"], form.days)
    except actions.Refused as refusal:
        form.add_error("name", refusal.message)
        return _page(request, found, form, status=422)
    return _page(request, found, TokenForm(), made=made, secret=secret)


@access.login
@require_POST
def revoke(request: HtmxHttpRequest, name: str) -> HttpResponse:
    found = access.repository_for_write(request.user, name, Role.LEAD)
    for token in access.tokens_of(found).filter(pk=pk_of(request.POST.get("token", ""))):
        actions.revoke_token(person(request), token)
    return redirect(reverse("maturity:tokens", args=[name]))


def _page(
    request: HtmxHttpRequest, repository: Repository, form: TokenForm, status: int = 200, **made: Any
) -> HttpResponse:
    known = access.tokens_of(repository).select_related("created_by")
    context = {
        "r": repository, "form": form, "now": timezone.now(), "address": settings.RUNGS_URL,
        "tokens": known.order_by(F("revoked_at").asc(nulls_first=True), "-created_at", "-pk")[:SHOWN],
        **made,
    }  # fmt: skip
    return render(request, "maturity/tokens.html", context, status=status)
