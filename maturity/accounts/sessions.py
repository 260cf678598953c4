"""Sessions: when each was last seen, and a new key for each step up."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.signals import authentication_step_completed, password_reset, user_logged_in
from allauth.usersessions.models import UserSession
from django.contrib.auth import signals
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from maturity.accounts import client
from maturity.actions.people import lockout

SEEN = "seen"
EVERY = 300  # seconds: a session is written down when it says something new, not with each page
# seconds: who was let in by the provider is asked for again, with the groups of that day
PROVIDED = 24 * 3600


def seen(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.session.session_key and time.time() - request.session.get(SEEN, 0) > EVERY:
            _look(request)
        return respond(request)

    return middleware


def _look(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        request.session[SEEN] = int(time.time())
        UserSession.objects.create_from_request(request)


@receiver(signals.user_logged_in)
def _begins(request: HttpRequest, **kwargs: Any) -> None:
    request.session[SEEN] = int(time.time())


@receiver(user_logged_in)
def _remember(request: HttpRequest, user: Any, sociallogin: Any = None, **kwargs: Any) -> None:
    """Let in for good, second factor included."""
    lockout.signed_in(user, client.place(request))
    if sociallogin is not None:
        request.session.set_expiry(PROVIDED)


@receiver(password_reset)
def _got_back(user: Any, **kwargs: Any) -> None:
    """Whoever reads the mail of an account does not have to wait for it."""
    lockout.unlock(user)


@receiver(authentication_step_completed)
def _steps_up(request: HttpRequest, **kwargs: Any) -> None:
    """Who confirmed who they are may do more from now on: a key somebody else knows must not be the one."""
    if not kwargs.get("reauthenticated"):
        return
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)
