"""One drift episode: what differs, who saw it when, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maturity import access, actions
from maturity.actions import checks
from maturity.forms.drift import DAYS, AcknowledgeForm, NoiseForm
from maturity.models import DriftEpisode, Event, Role
from maturity.views import _drift, _episode
from maturity.views._http import HtmxHttpRequest, person, varied, wants_fragment

CHECKS_SHOWN = 20
EVENTS_SHOWN = 20
RESOURCES_SHOWN = 60


@access.login
@require_GET
def episode(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """The page, or what a row of the drift page shows when it is opened."""
    found = access.episode_for(request.user, pk)
    if wants_fragment(request, f"d-{pk}"):
        context = {"e": found, "details": _episode.of(found)}
        return varied(render(request, "maturity/_episode_body.html", context))
    return varied(page(request, found))


def page(request: HtmxHttpRequest, episode: DriftEpisode, **more: Any) -> HttpResponse:
    """`more` is what was wrong with what was sent: a form with errors, or `refused`, one sentence."""
    now = timezone.now()
    until = episode.ended_at or now
    seen = episode.stack.checks.filter(started_at__gte=episode.first_seen_at, started_at__lte=until)
    events = Event.objects.filter(stack=episode.stack, at__gte=episode.first_seen_at, at__lte=until)
    shown = list(seen.newest_first()[: CHECKS_SHOWN + 1])
    context = {
        "e": episode,
        "r": episode.stack.repository,
        "now": now,
        "yesterday": _drift.start_of_yesterday(now),
        "details": _episode.of(episode, RESOURCES_SHOWN),
        "whole": True,
        "checks": shown[:CHECKS_SHOWN],
        "more_checks": len(shown) > CHECKS_SHOWN,
        "events": events.select_related("actor", "repository", "stack").newest_first()[:EVENTS_SHOWN],
        "days": DAYS,
        **more,
    }
    return render(request, "maturity/episode.html", context, status=422 if more else 200)


@access.login
@require_POST
def acknowledge(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """It may wait for some days, for a reason; with `until=now` it may not any longer."""
    found = access.episode_for_write(request.user, pk, Role.ENGINEER)
    if request.POST.get("until") == "now":
        return _after(request, found, lambda: checks.unacknowledge(person(request), found))
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        return page(request, found, acknowledge_form=form)
    reason, days = form.cleaned_data["reason"], form.cleaned_data["days"]
    return _after(request, found, lambda: checks.acknowledge(person(request), found, reason, days))


@access.login
@require_POST
def assign(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """To the person who asks, to another one by name, or to nobody."""
    found = access.episode_for_write(request.user, pk, Role.ENGINEER)
    name = request.POST.get("owner", "").strip()
    known = access.owners_for(request.user, found.stack.repository)
    owner = known.filter(username=name).first() if name else None
    if name and owner is None:
        return page(request, found, refused=_("There is nobody called %(name)s.") % {"name": name[:100]})
    return _after(request, found, lambda: checks.assign(person(request), found, owner))


@access.login
@require_POST
def noise(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.episode_for_write(request.user, pk, Role.LEAD)
    form = NoiseForm(request.POST)
    if not form.is_valid():
        return page(request, found, noise_form=form)
    given = form.cleaned_data
    scope = found.stack.repository if given["everywhere"] else found.stack
    return _after(
        request, found,
        lambda: checks.add_noise_rule(
            person(request), scope, given["address"], given["attribute"], given["reason"], given["days"]
        ),
    )  # fmt: skip


def _after(request: HtmxHttpRequest, episode: DriftEpisode, act: Callable[[], object]) -> HttpResponse:
    """Do it, and show the page as it is then; a refusal is shown in its place."""
    try:
        act()
    except actions.Refused as refusal:
        return page(request, episode, refused=refusal.message)
    return redirect("maturity:episode", episode.pk)
