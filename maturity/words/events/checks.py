"""Checks of stacks, and how they are planned."""

from __future__ import annotations

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from maturity.core.schedule import in_words
from maturity.models import Mode
from maturity.words import Look, grouped
from maturity.words.events import Data, Noun


def _requested(_data: Data, by: str) -> Look:
    return Look("refresh", "", _("Check asked for by %(who)s") % {"who": by})


def _cancelled(_data: Data, by: str) -> Look:
    return Look("x", "", _("Check cancelled by %(who)s") % {"who": by})


def _failing(data: Data, _by: str) -> Look:
    failures = int(data.get("failures") or 0)
    text = ngettext("The check failed %(n)s time", "The check failed %(n)s times in a row", failures)
    return Look("fail", "c-danger", text % {"n": grouped(failures)})


def _recovered(_data: Data, _by: str) -> Look:
    return Look("ok", "c-ok", _("The check works again"))


def _mode(data: Data, by: str) -> Look:
    pull = data.get("mode") == Mode.PULL
    text = (
        _("Rungs plans it from now on, as %(who)s chose")
        if pull
        else _("CI plans it from now on, as %(who)s chose")
    )
    return Look("settings", "", text % {"who": by})


def _schedule(data: Data, by: str) -> Look:
    cron, hours = str(data.get("cron") or ""), int(data.get("hours") or 0)
    if hours and not cron:
        text = ngettext(
            "Schedule set by %(who)s: every %(n)s hour", "Schedule set by %(who)s: every %(n)s hours", hours
        )
        return Look("clock", "", text % {"who": by, "n": grouped(hours)})
    if not cron:
        return Look("pause", "", _("Schedule switched off by %(who)s") % {"who": by})
    try:
        when = in_words(cron, get_language() or "en")
    except ValueError:
        when = cron
    return Look("clock", "", _("Schedule set by %(who)s: %(when)s") % {"who": by, "when": when})


NOUN = Noun(
    "checks",
    gettext_lazy("Checks and schedules"),
    {
        "check.requested": _requested,
        "check.cancelled": _cancelled,
        "check.failing": _failing,
        "check.recovered": _recovered,
        "mode.changed": _mode,
        "schedule.changed": _schedule,
    },
)
