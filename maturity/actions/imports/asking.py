"""What a person asks of an import. Nothing here talks to a host."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.adapters.address import Policy, check
from maturity.adapters.errors import AdapterError
from maturity.adapters.git.remote import host_of
from maturity.models import Event, Import, ImportState, Role, Team, User
from maturity.models.imports import AT_WORK

MOST_OPEN = 5  # imports of one person that are at work or wait for a choice
KINDS = ("github", "gitlab")


def request_import(by: User, address: str, kind: str = "") -> Import:
    """Have the repositories of an organisation, group or person listed.

    kind  "" to tell it by the host's name
    """
    url, host = _owner(address, kind)
    open_ones = Import.objects.filter(requested_by=by, state__in=[*AT_WORK, ImportState.CHOOSING])
    if open_ones.count() >= MOST_OPEN:
        raise Refused(_("%(n)d imports of yours are open already: finish one first.") % {"n": MOST_OPEN})
    now = timezone.now()
    with transaction.atomic():
        made = Import.objects.create(address=url, host=host, requested_by=by, requested_at=now, sent_at=now)
        _tell("import.requested", by, made, {})
    return made


def _owner(address: str, kind: str) -> tuple[str, str]:
    try:
        checked = check(_as_pasted(address), Policy.of_settings())
    except AdapterError as error:
        raise Refused(error.message) from None
    host = kind if kind in KINDS else host_of(checked.host)
    if host not in KINDS or checked.scheme not in ("https", "http"):
        raise Refused(_("Choose what kind of host %(host)s is.") % {"host": checked.host or address})
    if host == "github" and "/" in checked.path:
        raise Refused(_("That is one repository: give the address of the organisation alone."))
    return checked.url, host


def _as_pasted(address: str) -> str:
    """Pages of an owner as a browser shows them: github.com/orgs/a/repositories, gitlab.com/groups/a/-/x."""
    address = address.strip().removesuffix("?tab=repositories")
    scheme, mark, rest = address.partition("://") if "://" in address else ("https", "://", address)
    host, slash, path = rest.partition("/")
    words = path.partition("/-/")[0].strip("/").split("/")
    if words[0] in ("orgs", "groups") and len(words) > 1:
        words = words[1:-1] if words[-1] == "repositories" else words[1:]
    return f"{scheme}{mark}{host}{slash}{'/'.join(words)}"


def choose(found: Import, shown: Collection[int], chosen: Collection[int]) -> None:
    """Of the rows that were shown, these are wanted and the others are not."""
    if found.state == ImportState.CHOOSING:
        rows = found.items.filter(pk__in=shown)
        rows.filter(pk__in=chosen).update(chosen=True)
        rows.exclude(pk__in=chosen).update(chosen=False)


def choose_all(found: Import, rows: Any, *, chosen: bool) -> None:
    """rows: of `found.items`, as a filter leaves them. What cannot be connected is never chosen by this."""
    if found.state == ImportState.CHOOSING:
        rows.filter(empty=False).update(chosen=chosen)


def connect_chosen(by: User, found: Import, team: Team | None) -> None:
    """Have what was chosen connected. team: whose it will be; None leaves it to CODEOWNERS and topics."""
    number = found.items.filter(chosen=True).count()
    if not number:
        raise Refused(_("Choose at least one repository."))
    if not by.may(Role.LEAD, team.pk if team else None):
        raise Refused(_("Choose a team in which you are a lead."))
    changes = {"team": team, "by_rule": team is None, "sent_at": timezone.now(), "error": "", "attempt": 0}
    with transaction.atomic():
        mine = Import.objects.filter(pk=found.pk, state=ImportState.CHOOSING)
        if mine.update(state=ImportState.CONNECTING, **changes):
            _tell("import.started", by, found, {"number": number, "team": team.name if team else ""}, team)
    found.refresh_from_db()


def retry_failed(found: Import) -> None:
    """Try those again that could not be connected. Of a list that failed, nothing was chosen: it is over."""
    over = Import.objects.filter(
        Q(by_rule=True) | Q(team__isnull=False),
        pk=found.pk, state__in=[ImportState.FINISHED, ImportState.ERRORED],
    )  # fmt: skip
    changes = {"finished_at": None, "error": "", "attempt": 0, "sent_at": timezone.now()}
    with transaction.atomic():
        if over.update(state=ImportState.CONNECTING, **changes):
            found.items.filter(chosen=True, done_at=None).update(error="")
    found.refresh_from_db()


def _tell(kind: str, by: User, found: Import, data: dict[str, Any], team: Team | None = None) -> None:
    """Without a team it is the organisation's: nobody but administrators learns what somebody looked at."""
    Event.objects.create(
        kind=kind, actor=by, team=team, subject=found.address[:250], at=timezone.now(), data=data
    )
