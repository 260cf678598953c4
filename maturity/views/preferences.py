"""What a person sets in passing: kept in a cookie of this browser, and in the profile of who signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from maturity import access
from maturity.forms.me import THEMES
from maturity.models import User
from maturity.views._http import HtmxHttpRequest

A_YEAR = 365 * 24 * 3600


@access.public
@require_POST
def theme(request: HtmxHttpRequest) -> HttpResponse:
    """Light, dark, or what the machine prefers."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return HttpResponseBadRequest("theme: light, dark or auto\n", content_type="text/plain")
    _keep(request, theme=chosen)
    response = _back(request)
    keep_theme(response, chosen)
    return response


def keep_theme(response: HttpResponse, chosen: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax", secure=secure)


@access.public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Django's own switch, which looks after the cookie and the way back."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _keep(request, language=chosen)
    return set_language(request)


@access.login
@require_POST
def shortcuts(request: HtmxHttpRequest) -> HttpResponse:
    """Single-key shortcuts on or off."""
    _keep(request, shortcuts=bool(request.POST.get("on")))
    return _back(request)


def _keep(request: HttpRequest, **chosen: object) -> None:
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(**chosen)


def _back(request: HtmxHttpRequest) -> HttpResponse:
    """To where the person was; a script that asked stays there by itself."""
    if request.htmx:
        return HttpResponse(status=204)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "maturity:overview")
