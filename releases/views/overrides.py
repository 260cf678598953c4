"""Break-glass, and the reviews that are owed for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maturity.access import login
from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import person, pk_of
from releases import access
from releases.actions import overrides as actions
from releases.actions.checking import always_asked
from releases.actions.standing import standing_of
from releases.core.letting_through import snippet
from releases.core.machine import Move, after
from releases.models import PostReview, Release
from releases.views._attempt import attempt_of
from releases.views._login import login_of

LONGEST_TEXT = 25_000  # of what is shown again after a refusal
DONE, TEAMS = 100, 50
COUNTED = timedelta(days=90)


@login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """POST: `reason` and `incident`, and `digest` and `revision` of what the page showed."""
    if request.method != "POST":
        return _override(request, access.release_for(request.user, slug, version, attempt_of(request)))
    found = access.release_for_write(request.user, slug, version, Role.LEAD, attempt_of(request))
    sent = request.POST
    reason, incident = sent.get("reason", ""), sent.get("incident", "")
    revision = pk_of(sent["revision"]) if "revision" in sent else None
    try:
        ticket = actions.break_glass(
            person(request), found, reason, incident=incident, digest=sent.get("digest", ""),
            revision=revision, login=login_of(request),
        )  # fmt: skip
    except Refused as refusal:
        typed = {"reason": reason[:LONGEST_TEXT], "incident": incident[:LONGEST_TEXT]}
        more = {"refused": refusal.message, "typed": typed}
        again = access.release_for(request.user, slug, version, found.attempt)
        return _override(request, again, refusal.status, **more)
    again = access.release_for(request.user, slug, version, found.attempt)
    given = (settings.RUNGS_URL, again.application.slug, again.version, again.digest)
    return _override(request, again, ticket=ticket, snippet=snippet(*given))


@login
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Of the last emergency of this release."""
    found = _asked(request, slug, version)
    if request.method != "POST":
        return _review(request, found)
    access.release_for_write(request.user, slug, version, Role.APPROVER, found.override.release.attempt)
    findings = request.POST.get("findings", "")
    try:
        actions.review(person(request), found, findings, login=login_of(request))
    except Refused as refusal:
        typed = {"refused": refusal.message, "findings": findings[:LONGEST_TEXT]}
        return _review(request, _asked(request, slug, version), refusal.status, **typed)
    return redirect("releases:reviews")


@login
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """What is owed first, the oldest on top; then what was done, and how often each team broke the glass."""
    rows = access.reviews_for(request.user).select_related("override__release__application__team")
    counted = rows.filter(override__at__gte=timezone.now() - COUNTED).order_by()
    teams = counted.values("override__release__application__team__name").annotate(
        n=Count("pk"), owed=Count("pk", filter=Q(done_at=None))
    )
    context = {
        "owed": rows.open().order_by("due_at", "pk")[: 2 * DONE],
        "done": rows.filter(done_at__isnull=False).order_by("-done_at", "-pk")[:DONE],
        "teams": teams.order_by("-n", "override__release__application__team__name")[:TEAMS],
        "now": timezone.now(),
    }
    return render(request, "releases/reviews.html", context)


def _asked(request: HttpRequest, slug: str, version: str) -> PostReview:
    release = access.release_for(request.user, slug, version, attempt_of(request))
    rows = access.reviews_for(request.user).filter(override__release=release)
    found = rows.select_related("override__release__application__team").order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def _override(request: HttpRequest, release: Release, status: int = 200, **more: Any) -> HttpResponse:
    now = timezone.now()
    possible = after(release.state, Move.OVERRIDE) is not None
    blockers = (*standing_of(release, now).blockers, *always_asked(release, now)) if possible else ()
    context = {"release": release, "application": release.application, "possible": possible}
    return render(request, "releases/override.html", {**context, "blockers": blockers, **more}, status=status)


def _review(request: HttpRequest, found: PostReview, status: int = 200, **more: Any) -> HttpResponse:
    release = found.override.release
    context = {"review": found, "release": release, "application": release.application, "now": timezone.now()}
    context["own"] = found.override.person_id == person(request).pk
    return render(request, "releases/review.html", {**context, **more}, status=status)
