"""API tokens of a repository or a team: made here, shown once, revoked here."""

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
from maturity.forms.tokens import TokenForm
from maturity.models import Repository, Role, Team
from maturity.models.connections import ApiTokenQuerySet
from maturity.verbs import all_verbs
from maturity.views._http import HtmxHttpRequest, person, pk_of

SHOWN = 200
Scope = Repository | Team


@access.login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HtmxHttpRequest, name: str) -> HttpResponse:
    """The answer to a new token is the only page that shows it: nothing redirects, nothing stores it."""
    return _tokens(request, access.repository_for_write(request.user, name, Role.LEAD))


@access.login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team_tokens(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    return _tokens(request, access.team_for_write(request.user, slug, Role.LEAD))


@access.login
@require_POST
def revoke(request: HtmxHttpRequest, name: str) -> HttpResponse:
    return _revoke(request, access.repository_for_write(request.user, name, Role.LEAD))


@access.login
@require_POST
def revoke_of_team(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    return _revoke(request, access.team_for_write(request.user, slug, Role.LEAD))


def _tokens(request: HtmxHttpRequest, scope: Scope) -> HttpResponse:
    if request.method != "POST":
        return _page(request, scope, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, scope, form, status=422)
    name, verbs = form.cleaned_data["name"], form.cleaned_data["verbs"]
    try:
        made, secret = actions.create_token(person(request), scope, name, form.days, verbs)
    except actions.Refused as refusal:
        form.add_error("name", refusal.message)
        return _page(request, scope, form, status=422)
    return _page(request, scope, TokenForm(), made=made, secret=secret)


def _revoke(request: HtmxHttpRequest, scope: Scope) -> HttpResponse:
    for token in access.tokens_of(scope).filter(pk=pk_of(request.POST.get("token", ""))):
        actions.revoke_token(person(request), token)
    return redirect(_place(scope))


def _page(
    request: HtmxHttpRequest, scope: Scope, form: TokenForm, status: int = 200, **made: Any
) -> HttpResponse:
    now, repository = timezone.now(), scope if isinstance(scope, Repository) else None
    wider = _listed(access.wider_tokens_of(repository).in_force(now)) if repository else ()
    context = {
        "scope": scope, "r": repository, "team": scope if repository is None else None, "form": form,
        "place": _place(scope), "now": now, "address": settings.RUNGS_URL, "verbs": all_verbs(),
        "tokens": _listed(access.tokens_of(scope)), "wider": wider, **made,
    }  # fmt: skip
    return render(request, "maturity/tokens.html", context, status=status)


def _listed(tokens: ApiTokenQuerySet) -> ApiTokenQuerySet:
    known = tokens.select_related("created_by")
    return known.order_by(F("revoked_at").asc(nulls_first=True), "-created_at", "-pk")[:SHOWN]


def _place(scope: Scope) -> str:
    if isinstance(scope, Team):
        return reverse("maturity:team_tokens", args=[scope.slug])
    return reverse("maturity:tokens", args=[scope.name])
