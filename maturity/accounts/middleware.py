"""What signed-in people set for themselves, for as long as one of their requests lasts."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from maturity.accounts.zones import zone_of
from maturity.models import User

Respond = Callable[[HttpRequest], HttpResponse]


def personal(respond: Respond) -> Respond:
    """Their language and their time zone. Who sends no session, a machine, is asked nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if not isinstance(user, User):
            return respond(request)
        if user.language in dict(settings.LANGUAGES):
            translation.activate(user.language)  # LocaleMiddleware chose before, and chooses anew next time
            request.LANGUAGE_CODE = user.language
        with timezone.override(zone_of(user)):
            return respond(request)

    return middleware
