"""Everything about one release, to take away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from maturity.access import login
from maturity.views._http import person
from releases import access
from releases.actions import evidence
from releases.views._attempt import attempt_of


@login
@require_GET
def bundle(request: HttpRequest, app: str, version: str) -> HttpResponse:
    """A zip, for whoever may look, with its SHA-256 in the headers. Taking it leaves an Event."""
    release = access.release_for(request.user, app, version, attempt_of(request))
    made = evidence.bundle(release, person(request), timezone.now())
    answer = HttpResponse(made.body, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer["X-Checksum-Sha256"] = made.digest
    return answer
