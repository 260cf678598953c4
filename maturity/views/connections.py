"""Connections to AWS: what Rungs may read there, as whom, and the policies to copy."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maturity import access
from maturity.actions import Refused, states
from maturity.core.state.permissions import partition_of, trust
from maturity.forms.connections import ConnectionForm, StatePlaceForm, filled
from maturity.models import Connection, Role
from maturity.rights import policy_of
from maturity.views._http import HtmxHttpRequest, person
from maturity.views.stacks import details

SHOWN = 200


@access.login
@require_GET
def connections(request: HtmxHttpRequest) -> HttpResponse:
    access.expect_somewhere(request.user, Role.LEAD)
    seen = access.seen(request.user, "stacks__repository__")
    present = Count("stacks", filter=Q(stacks__gone_at__isnull=True) & seen)
    found = access.connections_for(request.user).annotate(number=present).order_by("name")
    return render(request, "maturity/connections.html", {"connections": found[:SHOWN]})


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def new_connection(request: HtmxHttpRequest) -> HttpResponse:
    access.expect_somewhere(request.user, Role.LEAD)
    if request.method != "POST":
        return _page(request, None, _form(request))
    return _save(request, None)


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def connection(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        found = access.connection_for(request.user, pk)
        return _page(request, found, filled(found))
    return _save(request, access.connection_for_write(request.user, pk))


@access.login
@require_POST
def check_aws(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """Ask AWS who this connection is, and show what it answers."""
    found = access.connection_for_write(request.user, pk)
    identity = states.check_connection(found)
    if not request.htmx:
        return redirect("maturity:connection", pk)
    return render(request, "maturity/_connection_check.html", {"c": found, "identity": identity})


@access.login
@require_POST
def place_state(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """A person says where the state of a stack lies; a refusal is shown with what was typed."""
    found, form = access.stack_for_write(request.user, pk, Role.LEAD), StatePlaceForm(request.POST)
    typed = {name: request.POST.get(name, "")[:700] for name in form.fields}
    refused = "" if form.is_valid() else _("That is too long.")
    try:
        if not refused:
            states.set_state_place(person(request), found, **form.cleaned_data)
    except Refused as refusal:
        refused = refusal.message
    if not refused:
        return redirect("maturity:stack", pk)
    context = {**details(person(request), found), "state_refused": refused, "state_typed": typed}
    return render(request, "maturity/stack.html", context, status=422)


@access.login
@require_POST
def remove_connection(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    states.remove_connection(person(request), access.connection_for_write(request.user, pk))
    return redirect("maturity:connections")


def _save(request: HtmxHttpRequest, found: Connection | None) -> HttpResponse:
    form = ConnectionForm(request.POST) if found else _form(request)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        saved = states.save_connection(person(request), found, form.wanted(), form.team)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        if found:
            found.refresh_from_db()
        return _page(request, found, form, status=422)
    return redirect("maturity:connection", saved.pk)


def _form(request: HtmxHttpRequest) -> ConnectionForm:
    """Of a new one: a lead makes it for a team of theirs, an administrator also for all."""
    teams = access.teams_where(request.user, Role.LEAD)
    return ConnectionForm(request.POST or None, teams=teams, shared=person(request).is_superuser)


def _page(
    request: HtmxHttpRequest, found: Connection | None, form: ConnectionForm, status: int = 200
) -> HttpResponse:
    context: dict[str, object] = {"c": found, "form": form}
    if found:
        stacks = access.stacks_for(request.user).present().filter(connection=found)
        own = list(stacks.select_related("repository").order_by("repository__name", "directory")[:SHOWN])
        context |= {
            "stacks": own,
            "policy": policy_of(person(request), found),
            "trust": trust(found.external_id, partition_of(found.role_arn)),
        }
    return render(request, "maturity/connection.html", context, status=status)
