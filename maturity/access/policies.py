"""Who may open a page. Every view carries `.policy`, one of the names below; a test lists who has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase

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


def _declare(view: View, policy: str) -> View:
    cast("Any", view).policy = policy
    return view
