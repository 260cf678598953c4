"""Rolling back, what is known of the way, and who stands for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maturity.access import login
from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import person
from releases import access
from releases.actions import rolling_back
from releases.actions.errors import Overtaken
from releases.actions.rolling_back import Seen
from releases.links import release_path
from releases.models import Release
from releases.views._attempt import attempt_of
from releases.views._login import login_of
from releases.views._rollback import rollback_of

LONGEST_EVIDENCE = 500
LONGEST_TEXT = 25_000  # of what is shown again after a refusal


@login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rollback(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """POST rolls back: `reason`, and `late` when the page said that the deadline is over."""
    if request.method != "POST":
        return _page(request, access.release_for(request.user, slug, version, attempt_of(request)))
    found, reason = _asked(request, slug, version), request.POST.get("reason", "")
    late, way = bool(request.POST.get("late")), login_of(request)
    return _done(
        request, found, lambda: rolling_back.roll_back(person(request), found, reason, late=late, login=way),
        to=release_path(found), reason=reason[:LONGEST_TEXT],
    )  # fmt: skip


@login
@require_POST
def accept_plan(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """`digest`: of the release; `read`: of the steps, as the page showed them."""
    found, sent = _asked(request, slug, version), request.POST
    given = (sent.get("digest", ""), sent.get("read", ""))
    return _done(
        request, found,
        lambda: rolling_back.accept_plan(person(request), found, *given, login=login_of(request)),
        to=release_path(found),
    )  # fmt: skip


@login
@require_POST
def plan(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Write it in one's own words, or (`do` is "renew") let it be made anew from what is known."""
    found, user, way = _asked(request, slug, version), person(request), login_of(request)
    text, read = request.POST.get("text", ""), request.POST.get("read", "")
    if request.POST.get("do") == "renew":
        return _done(request, found, lambda: rolling_back.renew_plan(user, found, read, login=way))
    return _done(
        request, found, lambda: rolling_back.write_plan(user, found, text, read, login=way),
        text=text[:LONGEST_TEXT],
    )  # fmt: skip


@login
@require_POST
def served(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A person says which version serves, and how one can know."""
    found, evidence = _asked(request, slug, version), request.POST.get("evidence", "").strip()
    said = request.POST.get("version", "").replace("\0", "").strip()[:100]

    def note() -> None:
        if not said or not evidence:
            raise Refused(_("Enter the version that serves, and how one can see it."))
        if len(evidence) > LONGEST_EVIDENCE:
            raise Refused(_("Evidence has at most %(n)s characters.") % {"n": LONGEST_EVIDENCE})
        seen = Seen(at=timezone.now(), evidence=evidence, by=person(request))
        application, where = found.application, found.to_environment
        if rolling_back.note_served(application, said, seen, environment=where) is None:
            raise Overtaken(_("This release is not being rolled back."))

    return _done(request, found, note, evidence=evidence[:LONGEST_TEXT], said=said)


def _asked(request: HttpRequest, slug: str, version: str) -> Release:
    """The attempt that the page showed."""
    return access.release_for_write(request.user, slug, version, Role.ENGINEER, attempt_of(request))


def _done(
    request: HttpRequest, found: Release, act: Callable[[], object], *, to: str = "", **typed: str
) -> HttpResponse:
    """A refusal is shown on the page of the way back, whatever page it came from."""
    try:
        act()
    except Refused as refusal:
        again = access.release_for(request.user, found.application.slug, found.version, found.attempt)
        return _page(request, again, refusal.status, refused=refusal.message, typed=typed)
    return redirect(f"{to or way_path(found)}?attempt={found.attempt}")


def way_path(release: Release) -> str:
    return reverse("releases:rollback", args=[release.application.slug, release.version])


def _page(request: HttpRequest, release: Release, status: int = 200, **more: Any) -> HttpResponse:
    way = rollback_of(release, timezone.now())
    context = {"release": release, "application": release.application, "way": way, "alone": True, **more}
    return render(request, "releases/rollback.html", context, status=status)
