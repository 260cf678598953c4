"""A look at a repository before it is connected: what is there, and what is missing. Saves nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.actions.repositories import check_repository
from maturity.adapters.address import Policy, check
from maturity.adapters.credentials import login_for
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Probe, names
from maturity.adapters.git.remote import host_of
from maturity.core.glance import Glance, glance


class Look(Struct, frozen=True):
    """host: "github", "gitlab" or "other". named: the host's name. login: one is set for it."""

    found: Probe | None = None
    error: str = ""
    host: str = "other"
    named: str = ""
    login: bool = False


def look_at(url: str) -> Look:
    """Takes some seconds at most."""
    named = (urlsplit(url.strip()).hostname or "").lower()[:100] if "://" in url and "[" not in url else ""
    found, error = None, ""
    try:
        found = check_repository(url)
    except Refused as refusal:
        error = refusal.message
    return Look(found, error, host_of(named), named, _has_login(url))


def _has_login(url: str) -> bool:
    try:
        return login_for(check(url, Policy.of_settings())) is not None
    except AdapterError:
        return False


def glance_at(url: str) -> Glance:
    """What the names of its files tell. Raises Refused."""
    try:
        return glance(names(url, Policy.of_settings()))
    except AdapterError as error:
        raise Refused(error.message) from error
