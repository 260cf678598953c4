"""Asking for checks of stacks in pull mode, watching one, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from maturity import access, actions, tasks, words
from maturity.actions import planning
from maturity.forms.drift import DriftFilter
from maturity.models import Mode, Role, Run, Stack, State
from maturity.views._http import STOP_POLLING, HtmxHttpRequest, person, teams_of
from maturity.views._poll import asked_with, poll
from maturity.views.stacks import details
from maturity.words import drift


@access.login
@require_POST
def check_stack(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.stack_for_write(request.user, pk, Role.ENGINEER)
    try:
        tasks.send(planning.request_check(person(request), found).pk)
    except actions.Refused as refusal:
        context = details(person(request), found) | {"refused": refusal.message}
        return render(request, "maturity/stack.html", context, status=422)
    return redirect("maturity:stack", pk)


@access.login
@require_POST
def check_all(request: HtmxHttpRequest) -> HttpResponse:
    """Those in pull mode that the filter leaves, the ones longest not looked at first."""
    asked = DriftFilter(request.POST, teams_of(request))
    access.expect_somewhere(request.user, Role.ENGINEER)
    count = planning.request_all(
        person(request), asked.narrow(access.stacks_where(request.user, Role.ENGINEER))
    )
    messages.info(request, _asked_for(count, _left_out(request, asked)))
    query = asked.query()
    return redirect(reverse("maturity:drift") + (f"?{query}" if query else ""))


def _left_out(request: HtmxHttpRequest, asked: DriftFilter) -> int:
    """Stacks a worker plans that the person sees, and has no say in."""
    seen = asked.narrow(access.stacks_for(request.user)).present().filter(mode=Mode.PULL)
    return seen.exclude(access.where(request.user, Role.ENGINEER, "repository__")).count()


def _asked_for(count: int, left: int) -> str:
    said = ngettext("%(n)s check was asked for.", "%(n)s checks were asked for.", count)
    more = ngettext(
        "%(n)s stack was left out: it takes the role Engineer in its team.",
        "%(n)s stacks were left out: it takes the role Engineer in their teams.",
        left,
    )
    told = said % {"n": words.grouped(count)}
    return f"{told} {more % {'n': words.grouped(left)}}" if left else told


@access.login
@require_POST
def cancel_run(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    run = access.run_for_write(request.user, pk, Role.ENGINEER)
    try:
        planning.cancel_run(person(request), run)
    except actions.Refused as refusal:
        messages.info(request, refusal.message)
    if run.stack is None:
        return redirect("maturity:repository", run.repository.name)
    return redirect("maturity:stack", run.stack.pk)


@access.login
@require_GET
def stack_run(request: HtmxHttpRequest, pk: int, run: int) -> HttpResponse:
    """The part of the page that shows a check at work; at its end, the whole page anew."""
    found = access.stack_for(request.user, pk)
    shown = get_object_or_404(found.runs, pk=run)
    if not request.htmx:
        return redirect("maturity:stack", pk)
    if not shown.is_open:
        return _over(request, found, shown)
    before = asked_with(request.GET)
    after = poll(shown, timezone.now(), before)
    if (after.every, after.seen) == (before.every, before.seen):
        return HttpResponse(status=204)
    context = {"stack": found, "r": found.repository, "run": shown, "poll": after}
    return render(request, "maturity/_stack_run.html", context)


def _over(request: HtmxHttpRequest, stack: Stack, run: Run) -> HttpResponse:
    response = render(
        request, "maturity/_stack_page.html", details(person(request), stack), status=STOP_POLLING
    )
    look = drift.FINDINGS.get(stack.finding)
    said = _("The check failed.") if run.state == State.ERRORED else _("The check is over.")
    if run.state == State.FINISHED and look:
        said = _("Check finished: %(finding)s.") % {"finding": str(look.word).lower()}
    trigger_client_event(response, "say", {"value": said})
    return reswap(retarget(response, "#stack"), "outerHTML")
