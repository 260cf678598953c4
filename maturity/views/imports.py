"""Importing many repositories of an organisation or a group: whose, which of them, and how far it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from maturity import access, tasks
from maturity.actions import Refused, imports
from maturity.actions.pulls import everywhere
from maturity.forms.imports import HOSTS, ItemFilter, OwnerForm, OwnersTeamForm
from maturity.models import Import, ImportState, Role
from maturity.views import _import
from maturity.views._asked import asked_of_github, asked_of_gitlab
from maturity.views._http import HtmxHttpRequest, person, pk_of

RECENT = 10


@access.login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: HtmxHttpRequest) -> HttpResponse:
    access.teams_led(request.user)
    if request.method != "POST":
        return _new(request, OwnerForm(initial={"url": request.GET.get("url", "")}))
    form = OwnerForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = imports.request_import(person(request), given["url"], given["kind"])
        except Refused as refusal:
            form.add_error("url", refusal.message)
        else:
            tasks.send_import(made.pk)
            return redirect("maturity:import", made.pk)
    form.forget_login()
    return _new(request, form, status=422)


def _new(request: HtmxHttpRequest, form: OwnerForm, status: int = 200) -> HttpResponse:
    user = person(request)
    recent = access.imports_for(user).select_related("requested_by").order_by("-pk")[:RECENT]
    context = {
        "form": form, "hosts": HOSTS, "recent": recent,
        "github": asked_of_github(secret=user.is_superuser),
        "gitlab": asked_of_gitlab(secret=user.is_superuser),
    }  # fmt: skip
    return render(request, "maturity/import_new.html", context, status=status)


@access.login
@require_POST
def rotate_hooks(request: HtmxHttpRequest) -> HttpResponse:
    """New secrets for the webhooks of whole hosts."""
    access.expect(request.user, Role.ADMIN)
    everywhere.rotate_host_secrets(person(request))
    return redirect("maturity:import_new")


@access.login
@require_GET
def import_page(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.import_for(request.user, pk)
    return _page(request, found)


@access.login
@require_GET
def progress(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """How far it is. When that is over, the page is another one."""
    found = access.import_for(request.user, pk)
    if not request.htmx:
        return redirect("maturity:import", pk)
    if not found.at_work:
        return HttpResponseClientRefresh()
    return render(request, "maturity/_import_progress.html", _import.progress(found))


@access.login
@require_POST
def choose(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """What was ticked is kept, whichever button was pressed."""
    found = access.import_for_write(request.user, pk)
    given = request.POST
    imports.choose(found, *({pk_of(one) for one in given.getlist(name)} for name in ("shown", "item")))
    asked = ItemFilter(given)
    if given.get("do") in ("all", "none"):
        imports.choose_all(found, asked.narrow(found.items.all()), chosen=given["do"] == "all")
    if given.get("do") != "connect":
        return redirect(_back(pk, asked, given.get("page", "")))
    return _start(request, found)


def _start(request: HtmxHttpRequest, found: Import) -> HttpResponse:
    user = person(request)
    form = OwnersTeamForm(request.POST, teams=access.teams_led(user), free=user.is_superuser)
    if form.is_valid():
        try:
            imports.connect_chosen(user, found, form.cleaned_data["team"])
        except Refused as refusal:
            form.add_error("team", refusal.message)
        else:
            tasks.send_import(found.pk)
            return redirect("maturity:import", found.pk)
    return _page(request, found, team_form=form, status=422)


@access.login
@require_POST
def retry(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.import_for_write(request.user, pk)
    imports.retry_failed(found)
    tasks.send_import(pk)
    return redirect("maturity:import", pk)


def _back(pk: int, asked: ItemFilter, page: str) -> str:
    asked.is_valid()
    kept = {name: value for name, value in asked.cleaned_data.items() if value}
    if pk_of(page) > 1:
        kept["page"] = page
    query = urlencode(kept)
    return reverse("maturity:import", args=[pk]) + (f"?{query}" if query else "")


def _page(request: HtmxHttpRequest, found: Import, status: int = 200, **more: Any) -> HttpResponse:
    context = {"import": found, "title": _("Import from %(address)s") % {"address": found.address}, **more}
    if found.state == ImportState.CHOOSING:
        context |= _import.choice(request, found)
    else:
        context |= _import.progress(found)
    return render(request, "maturity/import.html", context, status=status)
