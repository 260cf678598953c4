"""Who must have a second factor sets one up before anything else, where the organisation wants that."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from maturity.models import Role, User

# Signing out and in, setting the factor up, and what these pages are made of.
OPEN = ("/accounts/", "/static/", "/language/", "/theme/", "/healthz", "/readyz", "/api/", "/hooks/")


def required(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN) and isinstance(request.user, User) and is_missing(request.user):
            return redirect(reverse("mfa_index"))
        return respond(request)

    return middleware


def is_missing(user: User) -> bool:
    """`second_factor` came along with the person: nothing is asked."""
    return user.organisation.require_mfa and needs_one(user) and not getattr(user, "second_factor", False)


def needs_one(user: User) -> bool:
    return user.is_superuser or bool(user.teams_where(Role.APPROVER))
