"""Addresses on the host of a repository: commits, lines of files, and a new file filled in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.urls import reverse

from maturity.models import Event, Host, Plan, Repository, Stack

# Longer addresses are refused by the hosts themselves.
NEW_FILE_LIMIT = 7000
GITEA_HOSTS = ("codeberg.org", "gitea.com")
# Where other apps show what an event of theirs tells of: a path, or "" for events that are not theirs.
PLACES: list[Callable[[Event], str]] = []


def commit(repository: Repository, sha: str) -> str:
    """The page of a commit, or "" for a host we do not know."""
    if not repository.web_url or not sha:
        return ""
    return f"{repository.web_url}{'/-' if repository.host == Host.GITLAB else ''}/commit/{sha}"


def new_file(repository: Repository, path: str, content: str) -> str:
    """The host's form for a new file with everything filled in, or "" where there is none.

    GitLab dropped such a form; of Gitea servers only those known by name are recognised.
    """
    branch = quote(repository.default_branch, safe="/")
    if not (repository.web_url and branch and path and content):
        return ""
    query = urlencode({"filename": path, "value": content})
    hostname = urlsplit(repository.web_url).hostname or ""
    if repository.host == Host.GITHUB:
        address = f"{repository.web_url}/new/{branch}?{query}"
    elif hostname in GITEA_HOSTS or hostname.startswith("gitea."):
        address = f"{repository.web_url}/_new/{branch}/?{query}"
    else:
        return ""
    return address if len(address) <= NEW_FILE_LIMIT else ""


def stack_page(stack: Stack) -> str:
    """Where Rungs itself shows it, for machines that hand the address on."""
    return settings.RUNGS_URL + reverse("maturity:stack", args=[stack.pk])


def plan_page(plan: Plan) -> str:
    return settings.RUNGS_URL + reverse("maturity:plan", args=[plan.pk])


def event_page(event: Event) -> str:
    """Where Rungs shows what an event tells of; without one, the inbox."""
    place = event.data.get
    if path := elsewhere(event):
        pass
    elif isinstance(place("episode"), int) and event.stack:
        path = reverse("maturity:episode", args=[place("episode")])
    elif event.stack:
        path = reverse("maturity:stack", args=[event.stack.pk])
    elif event.repository:
        path = reverse("maturity:repository", args=[event.repository.name])
    elif isinstance(place("channel"), int):
        path = reverse("maturity:channel", args=[place("channel")])
    else:
        path = reverse("maturity:inbox")
    return f"{settings.RUNGS_URL}{path}"


def elsewhere(event: Event) -> str:
    """The page of another app that shows what it tells of; "" where there is none."""
    return next(filter(None, (place(event) for place in PLACES)), "")


def page(name: str, *args: object) -> str:
    """A page of Rungs itself, for who is not looking at one: "maturity:inbox"."""
    return f"{settings.RUNGS_URL}{reverse(name, args=args)}"
