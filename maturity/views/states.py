"""Every state and component on one page, for those who work on the pages. Not served in production."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maturity import access, words
from maturity.models import Repository, Run, State
from maturity.views._http import HtmxHttpRequest
from maturity.views._poll import Poll


@access.login
@require_GET
def states(request: HtmxHttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    now = timezone.now()
    never = Repository(name="acme/new", url="https://example.org/acme/new", connected_at=now)
    failed = Repository(name="acme/gone", scan_error="there is no such repository", scan_error_at=now)
    stale = Repository(name="acme/old", scan_error="the host does not answer", last_scanned_at=now)
    context = {
        "never": never,
        "failed": failed,
        "stale": stale,
        "queued": Run(pk=1, repository=never, requested_at=now),
        "running": Run(
            pk=2, repository=never, requested_at=now, state=State.RUNNING, attempt=1,
            progress="reading 1,204 of 4,384 files", percent=27,
        ),
        "poll": Poll(60, ""),
        "outcomes": words.OUTCOMES,
        "levels": [(level, min(level + 1, 5)) for level in range(6)],
    }  # fmt: skip
    return render(request, "maturity/states.html", context)
