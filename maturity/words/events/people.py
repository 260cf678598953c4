"""Accounts: how people came in, and what became of them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maturity.words import Look, grouped
from maturity.words.events import Data, Noun, named


def _locked(data: Data, _by: str) -> Look:
    failures = int(data.get("failures") or 0)
    text = ngettext(
        "Signing in as or from %(name)s has to wait: it failed %(n)s time",
        "Signing in as or from %(name)s has to wait: it failed %(n)s times",
        failures,
    )
    return Look("lock", "c-warn", text % {"n": grouped(failures), "name": data.get("name", "")})


def _joined(data: Data, _by: str) -> Look:
    text = _("%(name)s joined as an administrator") if data.get("administrator") else _("%(name)s joined")
    return Look("user", "", text % {"name": data.get("name", "")})


def _applied(data: Data, _by: str) -> Look:
    teams = int(data.get("teams") or 0)
    text = ngettext(
        "Single sign-on gave %(name)s roles in %(n)s team",
        "Single sign-on gave %(name)s roles in %(n)s teams",
        teams,
    ) % {"n": grouped(teams), "name": data.get("name", "")}
    return Look("users", "", text + (", " + _("administrator") if data.get("administrator") else ""))


NOUN = Noun(
    "people",
    gettext_lazy("People"),
    {
        "login.locked": _locked,
        "groups.applied": _applied,
        "person.invited": named("user", gettext_lazy("%(name)s invited by %(who)s")),
        "invitation.withdrawn": named("x", gettext_lazy("Invitation of %(name)s taken back by %(who)s")),
        "person.joined": _joined,
        "person.let_back": named("link", gettext_lazy("Link into the account of %(name)s made by %(who)s")),
        "person.returned": named("user", gettext_lazy("%(name)s came back with an administrator's link")),
        "person.deactivated": named("block", gettext_lazy("Account of %(name)s closed by %(who)s")),
        "person.reactivated": named("ok", gettext_lazy("Account of %(name)s opened again by %(who)s")),
        "second_factor.reset": named("shield", gettext_lazy("Second factor of %(name)s reset by %(who)s")),
        "administrator.made": named("up", gettext_lazy("%(name)s made administrator by %(who)s")),
        "administrator.unmade": named(
            "dn", gettext_lazy("%(name)s is no administrator any more: %(who)s decided it")
        ),
        "grant.added": named("users", gettext_lazy("Role of the group %(name)s given by %(who)s")),
        "grant.removed": named("users", gettext_lazy("Role of the group %(name)s taken away by %(who)s")),
    },
)
