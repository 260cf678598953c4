"""Who may see and do what: the only way a view gets at an object, and says so.

Every view carries `.policy`, one of the names below; a test lists those that do not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404

from maturity.models import Repository
from maturity.models.repositories import RepositoryQuerySet

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Person = AbstractBaseUser | AnonymousUser


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return _declare(view, "public")


def login(view: View) -> View:
    """Anybody who is signed in; others are sent to the login page."""
    return _declare(login_required(view), "login")


def _declare(view: View, policy: str) -> View:
    cast("Any", view).policy = policy
    return view


def repositories_for(user: Person) -> RepositoryQuerySet:
    """What this person may see: for now every signed-in person sees all."""
    return Repository.objects.shown() if user.is_authenticated else Repository.objects.none()


def repository_for(user: Person, name: str) -> Repository:
    """One repository to look at, or 404: nobody learns that it exists."""
    return get_object_or_404(repositories_for(user), name=name)


def repository_for_write(user: Person, name: str) -> Repository:
    """One repository to change, or 404."""
    return get_object_or_404(repositories_for(user), name=name)
