"""The rollout of a release: its steps, what they were judged, and what comes next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity.access import login
from maturity.views._http import HtmxHttpRequest, person, varied, wants_fragment
from releases import access
from releases.actions.rollouts import going_on, saying
from releases.core.state import ON_THE_WAY
from releases.views import _acting
from releases.views._attempt import attempt_of
from releases.views._login import login_of
from releases.views._rollout import rollout_of
from releases.views.moving import asked, ticket

EVERY = 30  # seconds


@login
@never_cache
@require_safe
def of_release(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    """A page, or the part of the release's page, which asks for itself again while it is on its way."""
    release = access.release_for(request.user, slug, version, attempt_of(request))
    context = {
        "release": release, "application": release.application, "every": EVERY,
        "rollout": rollout_of(release, timezone.now()), "polls": release.state in ON_THE_WAY,
    }  # fmt: skip
    part = wants_fragment(request, "rollout")
    return varied(render(request, f"releases/{'_rollout' if part else 'rollout'}.html", context))


@login
@never_cache
@require_POST
def go_on(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    """To the next step, after one that passed. The answer is the only page that shows the ticket."""
    found, given = asked(request, slug, version)
    return ticket(request, found, lambda: going_on.go_on(person(request), found, **given))


@login
@require_POST
def reached(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    """The step that was let through has effect: this person saw it."""
    found = _acting.asked(request, slug, version)
    given = {**_acting.revision(request), "login": login_of(request)}
    return _acting.after(request, found, lambda: saying.say_reached(person(request), found, **given))
