"""How Rungs signs in to hosts. A secret goes in and never comes out: it is replaced, or removed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maturity import access
from maturity.actions import Refused
from maturity.actions import logins as act
from maturity.forms.logins import AppLoginForm, TokenLoginForm, login_form
from maturity.models import HostLogin
from maturity.views._http import HtmxHttpRequest, person

SHOWN = 500
Form = TokenLoginForm | AppLoginForm


@access.login
@require_GET
def logins(request: HtmxHttpRequest) -> HttpResponse:
    stored = list(access.host_logins_for_write(request.user).order_by("host", "owner")[:SHOWN])
    replaced = {login.host for login in stored if not login.owner}
    context = {"logins": stored, "environment": act.environment_logins(), "replaced": replaced}
    return render(request, "maturity/logins.html", context)


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def new_login(request: HtmxHttpRequest, kind: str) -> HttpResponse:
    access.host_logins_for_write(request.user)
    if request.method != "POST":
        return _page(request, None, login_form(kind, None))
    return _save(request, None, login_form(kind, None, request.POST))


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def host_login(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.host_login_for_write(request.user, pk)
    if request.method != "POST":
        return _page(request, found, login_form(found.kind, found))
    return _save(request, found, login_form(found.kind, found, request.POST))


@access.login
@require_POST
def check(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """Ask the host whom it takes the login for, and show what it answers."""
    found = access.host_login_for_write(request.user, pk)
    identity = act.check_login(found)
    if not request.htmx:
        return redirect("maturity:host_login", pk)
    return render(request, "maturity/_login_check.html", {"login": found, "identity": identity})


@access.login
@require_POST
def remove(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    act.remove_login(person(request), access.host_login_for_write(request.user, pk))
    return redirect("maturity:logins")


def _save(request: HtmxHttpRequest, found: HostLogin | None, form: Form) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        saved = act.save_login(person(request), found, form.wanted())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, found, form, status=422)
    return redirect("maturity:host_login", saved.pk)


def _page(request: HtmxHttpRequest, found: HostLogin | None, form: Form, status: int = 200) -> HttpResponse:
    context = {"login": found, "form": form, "app": form.kind == "github_app"}
    return render(request, "maturity/host_login.html", context, status=status)
