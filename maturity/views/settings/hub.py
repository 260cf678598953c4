"""Everything this person may set, on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from maturity import access


@access.login
@require_GET
def hub(request: HttpRequest) -> HttpResponse:
    return render(request, "maturity/settings.html")
