"""Drift, and what people decided about it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maturity.words import Look, drift, grouped, span
from maturity.words.events import Data, Noun


def _opened(data: Data, _by: str) -> Look:
    text = _("Drift: %(what)s") % {"what": drift.resources(*_counts(data)).lower()}
    return Look("warn", "c-warn", text)


def _grew(data: Data, _by: str) -> Look:
    text = _("Drift grew: %(what)s") % {"what": drift.resources(*_counts(data)).lower()}
    lapsed = " " + _("The acknowledgement lapsed.") if data.get("acknowledgement_lapsed") else ""
    return Look("up", "c-warn", text + lapsed)


def _counts(data: Data) -> tuple[int, int]:
    deleted = int(data.get("deleted") or 0)
    return max(int(data.get("resources") or 0) - deleted, 0), deleted


def _resolved(data: Data, _by: str) -> Look:
    look = drift.ENDINGS.get(str(data.get("ending")), drift.ENDINGS["unknown"])
    lasted = span(timedelta(seconds=int(data.get("seconds") or 0)))
    return Look("ok", "c-ok", _("Drift over after %(span)s. %(how)s") % {"span": lasted, "how": look.word})


def _acknowledged(data: Data, by: str) -> Look:
    days = int(data.get("days") or 0)
    text = ngettext(
        "Acknowledged by %(who)s for %(n)s day: %(why)s",
        "Acknowledged by %(who)s for %(n)s days: %(why)s",
        days,
    )
    return Look("snooze", "", text % {"who": by, "n": grouped(days), "why": data.get("reason", "")})


def _unacknowledged(_data: Data, by: str) -> Look:
    return Look("snooze", "", _("Acknowledgement taken back by %(who)s") % {"who": by})


def _assigned(data: Data, by: str) -> Look:
    owner = data.get("owner")
    text = _("Assigned to %(owner)s by %(who)s") if owner else _("Assigned to nobody by %(who)s")
    return Look("user", "", text % {"owner": owner, "who": by})


NOUN = Noun(
    "drift",
    gettext_lazy("Drift"),
    {
        "drift.opened": _opened,
        "drift.grew": _grew,
        "drift.resolved": _resolved,
        "drift.acknowledged": _acknowledged,
        "drift.unacknowledged": _unacknowledged,
        "drift.assigned": _assigned,
    },
)
