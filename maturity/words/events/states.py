"""States: where they lie, and who holds them."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, span
from maturity.words.events import Data, Noun


def _lock_held(data: Data, _by: str) -> Look:
    long = span(timedelta(minutes=int(data.get("minutes") or 60)))
    text = _("The state has been locked for over %(span)s by %(who)s")
    return Look("lock", "c-warn", text % {"span": long, "who": data.get("who") or _("somebody")})


def _lock_released(_data: Data, _by: str) -> Look:
    return Look("lock", "", _("The lock of the state was released"))


def _placed(data: Data, by: str) -> Look:
    if not data.get("place"):
        return Look("db", "", _("%(who)s left it to the files where the state lies") % {"who": by})
    text = _("%(who)s said where the state lies: %(place)s")
    return Look("db", "", text % {"who": by, "place": data["place"]})


def _declared(_data: Data, _by: str) -> Look:
    return Look("db", "", _("Made known by a plan that was sent"))


NOUN = Noun(
    "states",
    gettext_lazy("States and locks"),
    {
        "lock.held_long": _lock_held,
        "lock.released": _lock_released,
        "state.placed": _placed,
        "stack.declared": _declared,
    },
)
