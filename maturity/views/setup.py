"""Who plans a stack, with what, and when."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from maturity import access, actions
from maturity.actions.schedules import set_mode, set_schedule
from maturity.core.schedule import next_time
from maturity.forms.drift import ModeForm
from maturity.models import Kind, Role, Stack
from maturity.views._http import HtmxHttpRequest, person, varied, wants_fragment
from maturity.views._push import push_setup


@access.login
@require_GET
def setup(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """A page of its own, and what the stack's page shows when it is opened there."""
    found = access.stack_for(request.user, pk)
    if wants_fragment(request, "setup-in"):
        return varied(render(request, "maturity/_stack_setup.html", setup_context(request.user, found)))
    return varied(_page(request, found))


def setup_context(user: access.Person, stack: Stack) -> dict[str, Any]:
    return {
        "stack": stack,
        "r": stack.repository,
        "push": push_setup(stack),
        "connections": access.connections_for(user).order_by("name"),
        "schedule": stack.schedules.filter(kind=Kind.PLAN, enabled=True).first(),
    }


def _page(request: HtmxHttpRequest, stack: Stack, **wrong: Any) -> HttpResponse:
    context = setup_context(request.user, stack) | wrong
    return render(request, "maturity/stack_setup.html", context, status=422 if wrong else 200)


@access.login
@require_POST
def mode(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.stack_for_write(request.user, pk, Role.LEAD)
    form = ModeForm(request.POST, connections=access.connections_for(request.user))
    if not form.is_valid():
        return _page(request, found, mode_form=form)
    given = form.cleaned_data
    try:
        set_mode(
            person(request), found, given["mode"], given["workspace"], given["variables"].splitlines(),
            given["connection"],
        )  # fmt: skip
    except actions.Refused as refusal:
        return _page(request, access.stack_for(request.user, pk), mode_form=form, refused=refusal.message)
    return redirect("maturity:stack", pk)


@access.login
@require_POST
def schedule(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.stack_for_write(request.user, pk, Role.LEAD)
    cron = request.POST.get("cron", "").replace("\0", "")[:200]
    try:
        set_schedule(person(request), found, cron)
    except actions.Refused as refusal:
        return _page(request, found, cron=cron, cron_refused=refusal.message)
    return redirect("maturity:stack", pk)


@access.login
@require_GET
def schedule_words(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """What a cron expression says, while it is typed. Saves nothing."""
    access.stack_for(request.user, pk)
    cron = request.GET.get("cron", "").replace("\0", "")[:200]
    context: dict[str, Any] = {"cron": cron}
    try:
        context["next"] = next_time(cron, timezone.now()) if cron.strip() else None
    except ValueError as error:
        context["error"] = str(error)
    return render(request, "maturity/_schedule_words.html", context)
