"""How people move a release on: submit, check, start, hold, resume, give up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maturity.access import login
from maturity.actions import Refused
from maturity.views._http import HtmxHttpRequest, person
from releases import access, links
from releases.actions import moving
from releases.actions.checking import run_checks
from releases.core.letting_through import snippet
from releases.models import Release
from releases.views import _acting
from releases.views._login import login_of
from releases.views.release import page


@login
@require_POST
def submit(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    found, given = asked(request, slug, version)
    return _acting.after(request, found, lambda: moving.submit(person(request), found, **given))


@login
@require_POST
def check(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    """Ask every gate anew. Whoever asks twice is told twice: nothing has to be as the page showed it."""
    found = _acting.asked(request, slug, version)
    return _acting.after(request, found, lambda: run_checks(found, timezone.now()))


@login
@never_cache
@require_POST
def start(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    """The answer is the only page that shows the ticket: nothing redirects, nothing stores it."""
    found, given = asked(request, slug, version)
    return ticket(request, found, lambda: moving.start(person(request), found, **given))


@login
@never_cache
@require_POST
def resume(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    """Likewise; without a ticket when one more person has to agree."""
    found, given = asked(request, slug, version)
    reason = request.POST.get("reason", "")
    return ticket(
        request,
        found,
        lambda: moving.resume(person(request), found, reason, **given),
        resume=reason[: _acting.LONGEST],
    )


@login
@require_POST
def hold(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    return _with_reason(request, slug, version, moving.hold)


@login
@require_POST
def abandon(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    return _with_reason(request, slug, version, moving.abandon)


def _with_reason(request: HtmxHttpRequest, slug: str, version: str, act: Callable[..., None]) -> HttpResponse:
    """Whatever is released: its digest is not asked for."""
    found, given = asked(request, slug, version)
    given.pop("digest")
    reason = request.POST.get("reason", "")
    typed = {act.__name__: reason[: _acting.LONGEST]}
    return _acting.after(request, found, lambda: act(person(request), found, reason, **given), **typed)


def asked(request: HtmxHttpRequest, slug: str, version: str) -> tuple[Release, dict[str, Any]]:
    given = {**_acting.shown(request), "login": login_of(request)}
    return _acting.asked(request, slug, version), given


def ticket(request: HtmxHttpRequest, found: Release, act: Callable[[], str], **typed: str) -> HttpResponse:
    try:
        secret = act()
    except Refused as refusal:
        return _acting.refused(request, found, refusal, **typed)
    if not secret:
        return redirect(links.release_path(found))
    now = access.release_for(request.user, found.application.slug, found.version, found.attempt)
    given = (settings.RUNGS_URL, now.application.slug, now.version, now.digest)
    return page(request, now, ticket=secret, snippet=snippet(*given))
