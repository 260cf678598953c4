"""Connecting a repository: an address, a look at it before anything is saved, and the first scan."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from msgspec import Struct

from maturity import access, actions, tasks
from maturity.forms import ConnectForm
from maturity.models import Repository
from maturity.views._http import HtmxHttpRequest, person


class Look(Struct, frozen=True):
    """What the live check found: a repository that answers, one that is here already, or why not."""

    found: actions.Probe | None = None
    known: Repository | None = None
    error: str = ""


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
    form = _form(request, request.POST)
    form.is_valid()
    url = form.cleaned_data.get("url", "")
    return render(request, "maturity/_check.html", {"look": _look(request, url) if url else Look()})


def _look(request: HtmxHttpRequest, url: str) -> Look:
    try:
        found = actions.check_repository(url)
    except actions.Refused as refusal:
        return Look(error=refusal.message)
    known = access.repositories_for(request.user).filter(url=found.url).first()
    return Look(known=known) if known else Look(found=found)
