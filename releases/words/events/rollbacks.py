"""Rolling back: its plan, its rehearsals, and the thing itself."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, engine, span
from maturity.words.events import Data, Noun, named


def _rolling_back(data: Data, by: str) -> Look:
    to = data.get("to")
    if to:
        text = _("%(name)s is being rolled back to %(to)s by %(who)s")
    else:
        text = _("%(name)s is being rolled back by %(who)s")
    return Look("rollback", "c-danger", text % {"name": data.get("name", ""), "to": to, "who": by})


def _rolled_back(data: Data, _by: str) -> Look:
    given = {"name": data.get("name", ""), "to": data.get("to", "")}
    took = int(data.get("seconds") or 0)
    if took <= 0:
        return Look("rollback", "", _("%(name)s is rolled back: %(to)s serves again") % given)
    text = _("%(name)s is rolled back: %(to)s serves again after %(span)s")
    return Look("rollback", "", text % {**given, "span": span(timedelta(seconds=took))})


def _failed(data: Data, _by: str) -> Look:
    text = _("The rollback of %(name)s failed: %(why)s")
    why = engine.said(str(data.get("why") or ""))
    return Look("fail", "c-danger", text % {"name": data.get("name", ""), "why": why})


def _rehearsed(data: Data, by: str) -> Look:
    given = {"name": data.get("name", ""), "who": by, "where": str(data.get("environment", "")).title()}
    if data.get("worked", True):
        text = _("Rolling %(name)s back was rehearsed on %(where)s by %(who)s")
        return Look("rollback", "", text % given)
    text = _("Rolling %(name)s back was rehearsed on %(where)s by %(who)s and did not work")
    return Look("fail", "c-danger", text % given)


NOUN = Noun(
    "rollbacks",
    gettext_lazy("Rollbacks"),
    {
        "release.rolling_back": _rolling_back,
        "release.rolled_back": _rolled_back,
        "release.rollback_failed": _failed,
        "release.gave_way": named(
            "skip", gettext_lazy("%(name)s gave way: another attempt at this version is being rolled back")
        ),
        "rollback.accepted": named("sign", gettext_lazy("Rollback plan of %(name)s accepted by %(who)s")),
        "rollback.written": named("rollback", gettext_lazy("Rollback plan of %(name)s written by %(who)s")),
        "rollback.renewed": named("refresh", gettext_lazy("Rollback plan of %(name)s made anew by %(who)s")),
        "rollback.changed": named(
            "warn", gettext_lazy("The rollback plan of %(name)s changed: nobody has accepted it now")
        ),
        "rollback.rehearsed": _rehearsed,
    },
)
