"""What a person set for their own browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from maturity import access

THEMES = ("light", "dark", "auto")
A_YEAR = 365 * 24 * 3600


@access.public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or what the machine prefers: kept in a cookie that a script may read too."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return HttpResponseBadRequest("theme: light, dark or auto\n", content_type="text/plain")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "maturity:overview")
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax", secure=secure)
    return response
