"""Who may open a page. Every view carries `.policy`, one of the names below; a test lists who has none."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase

HERE = frozenset({"127.0.0.1", "::1"})
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return _declare(view, "public")


def login(view: View) -> View:
    """Anybody who is signed in; others are sent to the login page."""
    return _declare(login_required(view), "login")


def token(view: View) -> View:
    """A machine that sends a token in force; it sees the token's repository alone."""
    return _declare(view, "token")


def scraper(view: View) -> View:
    """Who sends RUNGS_METRICS_TOKEN; without one, a program of this very machine."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _scrapes(request):
            return view(request, *args, **kwargs)
        said = "metrics: send RUNGS_METRICS_TOKEN as bearer token\n"
        return HttpResponse(said, status=403, content_type="text/plain")

    return _declare(cast("View", checked), "scraper")


def _scrapes(request: HttpRequest) -> bool:
    """Behind a proxy everybody seems to come from this machine, so there a token is needed."""
    expected: str = settings.RUNGS_METRICS_TOKEN
    if expected:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), expected.encode())
    passed_on = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip"} & set(request.headers)
    return not settings.RUNGS_BEHIND_PROXY and not passed_on and request.META["REMOTE_ADDR"] in HERE


def _declare(view: View, policy: str) -> View:
    cast("Any", view).policy = policy
    return view
