"""For Prometheus."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maturity.access import scraper
from maturity.actions.metrics import exposition

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@scraper
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse(exposition(), content_type=TEXT)
