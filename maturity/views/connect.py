"""Connecting a repository: an address, a look at it before anything is saved, and the first scan."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from maturity import access, actions, tasks
from maturity.actions.looking import glance_at, look_at
from maturity.core.permissions import BY_HOST
from maturity.core.permissions.asked import Need
from maturity.forms import ConnectForm
from maturity.views._http import HtmxHttpRequest, person


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HtmxHttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _form(request, initial={"url": request.GET.get("url", "")}))
    form = _form(request, request.POST)
    if not form.is_valid():
        form.forget_login()
        return _page(request, form, status=422)
    given = form.cleaned_data
    try:
        repository = actions.connect_repository(
            person(request), given["url"], given["name"] or None, team=given["team"]
        )
    except actions.Refused as refusal:
        form.add_error("url", refusal.message)
        form.forget_login()
        return _page(request, form, status=422)
    tasks.send(actions.request_scan(person(request), repository).pk)
    return redirect("maturity:repository", repository.name)


def _form(request: HtmxHttpRequest, *given: object, **more: object) -> ConnectForm:
    user = person(request)
    return ConnectForm(*given, teams=access.teams_led(user), free=user.is_superuser, **more)


def _page(request: HtmxHttpRequest, form: ConnectForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "local": settings.RUNGS_ALLOW_LOCAL_PATHS}
    return render(request, "maturity/connect.html", context, status=status)


@access.login
@require_POST
def check(request: HtmxHttpRequest) -> HttpResponse:
    """The answer under the field while the address is typed. Saves nothing.

    Posted all the same: an address may hold a password, and addresses of pages end up in logs.
    """
    return render(request, "maturity/_check.html", _looked(request, _typed(request)))


@access.login
@require_POST
def glance(request: HtmxHttpRequest) -> HttpResponse:
    """What the names of the files tell, some seconds later. Nothing when they cannot be listed."""
    url = _typed(request)
    try:
        seen = glance_at(url) if url else None
    except actions.Refused:
        seen = None
    return render(request, "maturity/_glance.html", {"seen": seen})


def _typed(request: HtmxHttpRequest) -> str:
    """The address in the form, when it could be one. Denied for who may not connect anything."""
    form = _form(request, request.POST)
    form.is_valid()
    return str(form.cleaned_data.get("url", ""))


def _looked(request: HtmxHttpRequest, url: str) -> dict[str, Any]:
    if not url:
        return {}
    look = look_at(url)
    known = look.found and access.repositories_for(request.user).filter(url=look.found.url).first()
    rights = BY_HOST.get(look.host, ())
    reading = [one for one in rights if one.need == Need.SCAN]
    return {
        "look": look, "known": known, "typed": url, "scanning": reading,
        "asking": [one for one in rights if one.need == Need.PULLS],
    }  # fmt: skip
