"""Which application or release a machine means. What its token does not reach is as if it did not exist."""

from __future__ import annotations

from maturity.api.bearer import TokenRequest
from maturity.api.problems import Problem
from releases import access
from releases.core.environments import Environment, environment_of
from releases.models import Application, Release

LONGEST = 250


def application_of(request: TokenRequest, named: str) -> Application:
    reached = access.applications_of(request.auth).select_related("team", "repository")
    if named:
        found = reached.filter(slug=named).first()
        if found is None:
            raise Problem(422, "application: this token knows none of that name")
        return found
    several = list(reached.order_by("pk")[:2])
    if not several:
        raise Problem(422, "application: this token reaches none; add it on the page Applications")
    if len(several) > 1:
        raise Problem(422, "application: this token reaches several, so say which one")
    return several[0]


def release_of(request: TokenRequest, named: str) -> Release:
    """named: its number, or "application@version" for the last attempt of that version."""
    reached = access.releases_of(request.auth).select_related("application__team", "application__repository")
    slug, found = "", None
    if len(named) <= LONGEST and "\0" not in named:
        slug, _, version = named.partition("@")
        if version:
            found = reached.filter(application__slug=slug, version=version).order_by("-attempt").first()
        elif named.isascii() and named.isdigit() and len(named) < 19:
            found = reached.filter(pk=int(named)).first()
    if found is None:
        raise Problem(404, "this token knows no such release")
    return found


def environment_named(name: str) -> Environment:
    found = environment_of(name)
    if found is None:
        raise Problem(422, "environment: it is stage or prod")
    return found
