"""Trying what was set up: the provider is really asked, and speaks for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from maturity import access
from maturity.actions.states import check_connection
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import probe
from maturity.adapters.hosting import Forge, connect
from maturity.core.pulls.seen import Pull
from maturity.models import Connection, Delivery, Host, Repository, User

MOST_ROLES = 3


class Tried(Struct, frozen=True):
    """ok: None when there was nothing to try it on."""

    text: str
    ok: bool | None = None


def try_step(by: User, repository: Repository, key: str) -> list[Tried]:
    """Takes some seconds. A step that cannot be tried gives nothing."""
    return list(TRIES[key](by, repository)) if key in TRIES else []


def _scan(_by: User, repository: Repository) -> Iterator[Tried]:
    try:
        found = probe(repository.url, Policy.of_settings(local=repository.host == Host.LOCAL))
    except AdapterError as error:
        yield Tried(error.message, ok=False)
    else:
        told = {"branch": found.default_branch or "HEAD", "commit": found.commit[:7]}
        yield Tried(_("Git answers: %(branch)s is at %(commit)s.") % told, ok=True)


def _login(_by: User, repository: Repository) -> Iterator[Tried]:
    try:
        with connect(repository.url, repository.host, Policy.of_settings()) as forge:
            yield from _rights(repository, forge)
    except AdapterError as error:
        yield Tried(error.message, ok=False)


def _rights(repository: Repository, forge: Forge) -> Iterator[Tried]:
    """Each right on its own: a host refuses them one by one."""
    yield _asked(_("Metadata: the repository and its topics"), forge.about)[0]
    branch = repository.default_branch or "main"
    yield _asked(_("Contents: the newest commit"), lambda: forge.branch(branch))[0]
    tried, pulls = _asked(_("Pull requests"), forge.open_pulls)
    yield tried
    first: Pull | None = next(iter(pulls or ()), None)
    if first is None:
        yield Tried(_("Checks, statuses and comments: no open pull request to try them on."))
        return
    yield _asked(_("Checks and statuses"), lambda: forge.checks(first))[0]
    yield _asked(_("Comments"), lambda: forge.comments(first.number))[0]


def _asked(what: str, ask: Callable[[], Any]) -> tuple[Tried, Any]:
    try:
        return Tried(what, ok=True), ask()
    except AdapterError as error:
        if not error.permanent:
            raise  # the host does not answer at all: the others would only wait
        return Tried(f"{what}: {error.message}", ok=False), None


def _webhook(_by: User, repository: Repository) -> Iterator[Tried]:
    """Asking a host for a delivery takes the right to change webhooks, which Rungs does not want."""
    mine = Delivery.objects.filter(host=repository.host, delivery_id__startswith=f"{repository.pk}:")
    last = mine.order_by("-at").first()
    if last is None:
        text = _("Nothing with a good signature came yet. Send a test on its host, or redeliver.")
    else:
        told = {"at": f"{last.at:%Y-%m-%d %H:%M}"}
        text = _("The last delivery with a good signature came at %(at)s UTC.") % told
    yield Tried(text, ok=last is not None)


def _aws(by: User, repository: Repository) -> Iterator[Tried]:
    used = Connection.objects.filter(stacks__repository=repository, stacks__gone_at=None).distinct()
    mine = access.connections_for(by).filter(pk__in=used.values("pk")).order_by("name")
    for one in mine[:MOST_ROLES]:
        found = check_connection(one)
        told = {"name": one.name, "account": one.account}
        text = _("%(name)s: AWS answered as account %(account)s.") % told
        yield Tried(text if found else f"{one.name}: {one.error}", ok=found is not None)
    if not mine:
        yield Tried(_("No stack of it has a role that you may use."))


TRIES: dict[str, Callable[[User, Repository], Iterator[Tried]]] = {
    "scan": _scan,
    "login": _login,
    "webhook": _webhook,
    "aws": _aws,
}
