"""Asking for a scan, and watching one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from maturity import access, actions, tasks
from maturity.models import Repository, Role, Run, State
from maturity.views._http import STOP_POLLING, HtmxHttpRequest, person
from maturity.views._poll import asked_with, poll
from maturity.views.repository import details


@access.login
@require_POST
def scan(request: HtmxHttpRequest, name: str) -> HttpResponse:
    found = access.repository_for_write(request.user, name, Role.ENGINEER)
    tasks.send(actions.request_scan(person(request), found).pk)
    return redirect("maturity:repository", found.name)


@access.login
@require_GET
def run(request: HtmxHttpRequest, name: str, pk: int) -> HttpResponse:
    """The part of the page that shows a scan at work; at its end, the whole result."""
    found = access.repository_for(request.user, name)
    shown = get_object_or_404(found.runs, pk=pk)
    if not request.htmx:
        return redirect("maturity:repository", found.name)
    if not shown.is_open:
        return _over(request, found, shown)
    before = asked_with(request.GET)
    after = poll(shown, timezone.now(), before)
    if (after.every, after.seen) == (before.every, before.seen):
        return HttpResponse(status=204)
    return render(request, "maturity/_run.html", {"r": found, "run": shown, "poll": after})


def _over(request: HtmxHttpRequest, repository: Repository, run: Run) -> HttpResponse:
    context = details(repository)
    response = render(request, "maturity/_repository.html", context, status=STOP_POLLING)
    said = _("Scan finished.") if run.state == State.FINISHED else _("The scan failed.")
    if run.state == State.FINISHED and repository.level is not None:
        said = _("Scan finished: level %(level)d.") % {"level": repository.level}
    trigger_client_event(response, "say", {"value": said})
    return reswap(retarget(response, "#repository"), "outerHTML")
