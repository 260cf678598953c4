"""What every button of the release page does: act on what the page showed, and show what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import reselect, reswap, retarget

from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import HtmxHttpRequest, pk_of
from releases import access, links
from releases.actions.errors import Overtaken
from releases.models import Release
from releases.views import release as pages
from releases.views._attempt import attempt_of

LONGEST = 20_000  # of what is shown again after a refusal


def asked(request: HttpRequest, slug: str, version: str) -> Release:
    """The attempt that the page showed. Whose role does not reach further is told by the action."""
    return access.release_for_write(request.user, slug, version, Role.ENGINEER, attempt_of(request))


def shown(request: HttpRequest) -> dict[str, Any]:
    """What the page showed, for actions that expect it still to be so: no digest is never the same."""
    return {"digest": request.POST.get("digest", "-"), **revision(request)}


def revision(request: HttpRequest) -> dict[str, Any]:
    given = request.POST.get("revision", "")
    return {"revision": pk_of(given) if given.isdigit() else -1}


def after(request: HtmxHttpRequest, found: Release, act: Callable[[], object], **typed: str) -> HttpResponse:
    """Do it, and lead to the page as it is then. A refusal is shown on it, beside what was typed."""
    try:
        act()
    except Refused as refusal:
        return refused(request, found, refusal, **typed)
    return redirect(links.release_path(found))


def refused(request: HtmxHttpRequest, found: Release, why: Refused, **typed: str) -> HttpResponse:
    """422 beside the field; 409 where somebody was faster: the page as it is now, and one sentence."""
    stale = isinstance(why, Overtaken)
    now = access.release_for(request.user, found.application.slug, found.version, found.attempt)
    more: dict[str, Any] = {"refused": why.message, "stale": stale, "typed": {} if stale else typed}
    response = pages.page(request, now, status=why.status, **more)
    if not request.htmx:
        return response
    return reselect(reswap(retarget(response, "#main"), "outerHTML"), "#main")
