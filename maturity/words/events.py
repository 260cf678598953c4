"""What happened, as one line of a history says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from maturity.core.schedule import in_words
from maturity.models import Event, Mode
from maturity.words import Look, Words, drift, grouped, span

Data = Mapping[str, Any]
Line = Callable[[Data, str], Look]


def said(event: Event) -> Look:
    """The line of an event; its kind alone when there are no words for it."""
    words = KINDS.get(event.kind)
    return words(event.data, _who(event)) if words else Look("history", "", event.kind)


def _who(event: Event) -> str:
    return str(event.actor) if event.actor else _("somebody")


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


def _failing(data: Data, _by: str) -> Look:
    failures = int(data.get("failures") or 0)
    text = ngettext("The check failed %(n)s time", "The check failed %(n)s times in a row", failures)
    return Look("fail", "c-danger", text % {"n": grouped(failures)})


def _recovered(_data: Data, _by: str) -> Look:
    return Look("ok", "c-ok", _("The check works again"))


def _check_requested(_data: Data, by: str) -> Look:
    return Look("refresh", "", _("Check asked for by %(who)s") % {"who": by})


def _check_cancelled(_data: Data, by: str) -> Look:
    return Look("x", "", _("Check cancelled by %(who)s") % {"who": by})


def _mode(data: Data, by: str) -> Look:
    pull = data.get("mode") == Mode.PULL
    text = (
        _("Rungs plans it from now on, as %(who)s chose")
        if pull
        else _("CI plans it from now on, as %(who)s chose")
    )
    return Look("settings", "", text % {"who": by})


def _schedule(data: Data, by: str) -> Look:
    cron = str(data.get("cron") or "")
    if not cron:
        return Look("pause", "", _("Schedule switched off by %(who)s") % {"who": by})
    try:
        when = in_words(cron, get_language() or "en")
    except ValueError:
        when = cron
    return Look("clock", "", _("Schedule set by %(who)s: %(when)s") % {"who": by, "when": when})


def _lock_held(data: Data, _by: str) -> Look:
    text = _("The state has been locked for over an hour by %(who)s") % {
        "who": data.get("who") or _("somebody")
    }
    return Look("lock", "c-warn", text)


def _lock_released(_data: Data, _by: str) -> Look:
    return Look("lock", "", _("The lock of the state was released"))


def _placed(data: Data, by: str) -> Look:
    if not data.get("place"):
        return Look("db", "", _("%(who)s left it to the files where the state lies") % {"who": by})
    text = _("%(who)s said where the state lies: %(place)s")
    return Look("db", "", text % {"who": by, "place": data["place"]})


def _declared(_data: Data, _by: str) -> Look:
    return Look("db", "", _("Made known by a plan that was sent"))


def _noise(text: Words) -> Line:
    def words(data: Data, by: str) -> Look:
        what = f"{data.get('address', '')} {data.get('attribute', '')}".strip()
        return Look("skip", "", str(text) % {"what": what, "who": by})

    return words


def _named(icon: str, text: Words) -> Line:
    def words(data: Data, by: str) -> Look:
        return Look(icon, "", str(text) % {"name": data.get("name", ""), "who": by})

    return words


KINDS: dict[str, Line] = {
    "drift.opened": _opened,
    "drift.grew": _grew,
    "drift.resolved": _resolved,
    "drift.acknowledged": _acknowledged,
    "drift.unacknowledged": _unacknowledged,
    "drift.assigned": _assigned,
    "noise.added": _noise(gettext_lazy("Noise rule for %(what)s added by %(who)s")),
    "noise.removed": _noise(gettext_lazy("Noise rule for %(what)s removed by %(who)s")),
    "check.requested": _check_requested,
    "check.cancelled": _check_cancelled,
    "check.failing": _failing,
    "check.recovered": _recovered,
    "mode.changed": _mode,
    "schedule.changed": _schedule,
    "lock.held_long": _lock_held,
    "lock.released": _lock_released,
    "state.placed": _placed,
    "stack.declared": _declared,
    "token.created": _named("lock", gettext_lazy("Token %(name)s made by %(who)s")),
    "token.revoked": _named("block", gettext_lazy("Token %(name)s revoked by %(who)s")),
    "webhook.rotated": _named("lock", gettext_lazy("New secret for the webhook made by %(who)s")),
    "comments.on": _named("pr", gettext_lazy("Summary on pull requests turned on by %(who)s")),
    "comments.off": _named("pr", gettext_lazy("Summary on pull requests turned off by %(who)s")),
}
