"""What belongs to an application: its stacks, its services, and what it may destroy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maturity.access import login, stacks_for
from maturity.actions import Refused
from maturity.models import Role, Stack
from maturity.views._http import person, pk_of
from releases import access
from releases.actions import applications as actions
from releases.actions.rollouts.planning import set_plan
from releases.actions.services import ask_again
from releases.core.environments import Environment
from releases.forms.applications import ExemptionForm, service_form
from releases.forms.rollouts import RolloutForm
from releases.views.applications import STACKS, page


@login
@require_POST
def set_targets(request: HttpRequest, slug: str) -> HttpResponse:
    """`stack-<pk>`: "stage", "prod" or "" of each stack that was shown."""
    found = access.application_for_write(request.user, slug, Role.LEAD)
    named = [name for name in request.POST if name.startswith("stack-")]
    asked = {pk_of(name.removeprefix("stack-")): request.POST.get(name, "") for name in named}
    shown = stacks_for(request.user).filter(pk__in=list(asked)[:STACKS]).select_related("repository")
    wanted: dict[Stack, Environment | None] = {one: _environment(asked[one.pk]) for one in shown}
    try:
        actions.set_targets(person(request), found, wanted)
    except Refused as refusal:
        return page(request, found, refused=refusal.message)
    return _back(slug, "stacks")


@login
@require_POST
def set_service(request: HttpRequest, slug: str) -> HttpResponse:
    """Of the environment that is named: say which it is, or (`do` is "remove") that there is none."""
    found = access.application_for_write(request.user, slug, Role.LEAD)
    environment = _environment(request.POST.get("environment", ""))
    if environment is None:
        return page(request, found, refused=_("An environment is stage or prod."))
    if request.POST.get("do") == "remove":
        actions.remove_service(person(request), found, environment)
        return _back(slug, "services")
    known = found.services.filter(environment=environment).first()
    form = service_form(environment, known, access.connections_of(request.user, known), request.POST)
    if not form.is_valid():
        return page(request, found, sent=(environment, form))
    actions.set_service(person(request), found, environment, form.wanted())
    return _back(slug, "services")


@login
@require_POST
def read_service(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the service of the environment that is named read again: within a minute, by a worker."""
    found = access.application_for_write(request.user, slug, Role.ENGINEER)
    service = get_object_or_404(found.services, environment=request.POST.get("environment", ""))
    ask_again(service)
    return _back(slug, "services")


@login
@require_POST
def set_exemption(request: HttpRequest, slug: str) -> HttpResponse:
    """Add one; or take away the one that is named."""
    found = access.application_for_write(request.user, slug, Role.LEAD)
    if named := request.POST.get("exemption", ""):
        actions.unexempt(person(request), found, get_object_or_404(found.exemptions, pk=pk_of(named)))
        return _back(slug, "exemptions")
    form = ExemptionForm(request.POST)
    if not form.is_valid():
        return page(request, found, exemption_form=form)
    try:
        actions.exempt(person(request), found, form.wanted())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return page(request, found, exemption_form=form)
    return _back(slug, "exemptions")


@login
@require_POST
def set_rollout(request: HttpRequest, slug: str) -> HttpResponse:
    found = access.application_for_write(request.user, slug, Role.LEAD)
    form = RolloutForm(request.POST)
    if not form.is_valid():
        return page(request, found, rollout_form=form)
    try:
        set_plan(person(request), found, form.wanted(), timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return page(request, found, rollout_form=form)
    return _back(slug, "rollout")


def _environment(typed: str) -> Environment | None:
    return Environment(typed) if typed in set(Environment) else None


def _back(slug: str, part: str) -> HttpResponse:
    return redirect(f"{reverse('releases:application', args=[slug])}#{part}")
