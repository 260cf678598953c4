"""Connecting a repository, and letting go of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity import access
from maturity.actions.errors import Refused
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror, Probe, probe
from maturity.models import Event, Repository, Schedule, Team, User

NAME = re.compile(r"\.?\w[\w.+@-]*(?:/\.?\w[\w.+@-]*)*")
# The last part of an address that is a page, so no repository can be called that.
PAGES = frozenset(
    {
        "connect",
        "check",
        "glance",
        "scan",
        "history",
        "forget",
        "run",
        "tokens",
        "revoke",
        "webhook",
        "rotate",
        "end",
        "comments",
        "setup",
        "test",
        "import",
        "team",
    }
)


def check_repository(url: str, *, local: bool = False) -> Probe:
    """Ask the repository what it is, without storing anything. Takes some seconds at most.

    local  paths on this machine are allowed: for the command line only
    """
    try:
        return probe(url, Policy.of_settings(local=local))
    except AdapterError as error:
        raise Refused(error.message) from error


def connect_repository(
    by: User | None, url: str, name: str | None = None, *, team: Team | None = None, local: bool = False
) -> Repository:
    """Store a repository that answers, with its schedule. It is not scanned yet: see `request_scan`.

    team  whose it is, as a person said; None leaves it to CODEOWNERS and topics
    """
    found = check_repository(url, local=local)
    return store_repository(by, found, name, team=team, first_scan=timezone.now() + settings.RUNGS_SCAN_EVERY)


def store_repository(
    by: User | None,
    found: Probe,
    name: str | None,
    *,
    first_scan: datetime,
    team: Team | None = None,
    topics: Iterable[str] = (),
) -> Repository:
    """The rows of a repository that answered. first_scan: when its schedule begins."""
    known = known_at(found.url)
    if known:
        raise Refused(_known(by, known))
    title = _name(name or found.name)
    now = timezone.now()
    try:
        with transaction.atomic():
            repository = Repository.objects.create(
                name=title, url=found.url, web_url=found.web_url, host=found.host,
                default_branch=found.default_branch[:250], connected_by=by, connected_at=now,
                team=team, team_by="person" if team else "", topics=list(topics),
            )  # fmt: skip
            every = settings.RUNGS_SCAN_EVERY
            Schedule.objects.create(repository=repository, every=every, next_run_at=first_scan)
            Event.objects.create(
                kind="repository.connected", actor=by, repository=repository, subject=title, at=now,
                data={"url": found.url, "commit": found.commit, "team": team.name if team else ""},
            )  # fmt: skip
    except IntegrityError:
        taken = _("The name %(name)s is taken: connect it under another name.")
        raise Refused(taken % {"name": title}) from None
    return repository


def connected_at(urls: Iterable[str]) -> set[str]:
    """Which of these addresses, without ".git", are connected."""
    both = [known for url in urls for known in (url, f"{url}.git")]
    found = Repository.objects.filter(url__in=both).values_list("url", flat=True)
    return {url.removesuffix(".git") for url in found}


def known_at(url: str) -> Repository | None:
    """What is connected under an address. Hosts take it with ".git" at its end and without."""
    bare = url.removesuffix(".git")
    return Repository.objects.filter(url__in=[bare, f"{bare}.git"]).first()


def _known(by: User | None, repository: Repository) -> str:
    if by is None or access.repositories_for(by).filter(pk=repository.pk).exists():
        return _("This repository is already connected as %(name)s.") % {"name": repository.name}
    return _("This repository is already connected, by a team whose repositories you may not see.")


def _name(wanted: str) -> str:
    title = re.sub(r"[^\w.+@/-]+", "-", wanted.strip("/ "))[:200].strip("/")
    if not NAME.fullmatch(title) or title.rpartition("/")[2] in PAGES:
        wrong = _("A repository cannot be called %(name)s: connect it under another name.")
        raise Refused(wrong % {"name": title or _("nothing")})
    return title


def forget_repository(by: User | None, repository: Repository) -> None:
    """Remove the repository, everything found in it and our copy of it. The Event stays."""
    url, shared = repository.url, Repository.objects.filter(url=repository.url).exclude(pk=repository.pk)
    with transaction.atomic():
        Event.objects.create(
            kind="repository.forgotten", actor=by, subject=repository.name, at=timezone.now(),
            data={"url": url, "level": repository.level},
        )  # fmt: skip
        repository.delete()
    if not shared.exists():
        Mirror(url).forget()
