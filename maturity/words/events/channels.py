"""Channels that messages go to, their routes, and the messages themselves."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maturity.words import Look, grouped
from maturity.words.events import Data, Noun, named


def _failing(data: Data, _by: str) -> Look:
    return Look(
        "fail", "c-danger", _("Messages to the channel %(name)s fail") % {"name": data.get("name", "")}
    )


def _recovered(data: Data, _by: str) -> Look:
    return Look(
        "ok", "c-ok", _("Messages to the channel %(name)s arrive again") % {"name": data.get("name", "")}
    )


def _resent(data: Data, by: str) -> Look:
    n = int(data.get("number") or 0)
    text = ngettext(
        "%(n)s message to %(name)s sent again by %(who)s",
        "%(n)s messages to %(name)s sent again by %(who)s",
        n,
    )
    return Look("refresh", "", text % {"n": grouped(n), "name": data.get("name", ""), "who": by})


def _dropped(data: Data, by: str) -> Look:
    n = int(data.get("number") or 0)
    text = ngettext(
        "%(n)s message to %(name)s dropped by %(who)s", "%(n)s messages to %(name)s dropped by %(who)s", n
    )
    return Look("x", "", text % {"n": grouped(n), "name": data.get("name", ""), "who": by})


NOUN = Noun(
    "channels",
    gettext_lazy("Channels"),
    {
        "channel.added": named("inbox", gettext_lazy("Channel %(name)s added by %(who)s")),
        "channel.changed": named("settings", gettext_lazy("Channel %(name)s changed by %(who)s")),
        "channel.removed": named("block", gettext_lazy("Channel %(name)s removed by %(who)s")),
        "channel.paused": named("pause", gettext_lazy("Channel %(name)s paused by %(who)s")),
        "channel.resumed": named("inbox", gettext_lazy("Channel %(name)s resumed by %(who)s")),
        "channel.failing": _failing,
        "channel.recovered": _recovered,
        "route.added": named("plus", gettext_lazy("Route of the channel %(name)s added by %(who)s")),
        "route.changed": named("settings", gettext_lazy("Route of the channel %(name)s changed by %(who)s")),
        "route.removed": named("block", gettext_lazy("Route of the channel %(name)s removed by %(who)s")),
        "messages.resent": _resent,
        "messages.dropped": _dropped,
    },
)
