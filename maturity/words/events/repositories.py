"""Repositories: connected, scanned, judged, forgotten."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, engine
from maturity.words.events import Data, Noun


def _connected(_data: Data, by: str) -> Look:
    return Look("link", "", _("Connected by %(who)s") % {"who": by})


def _forgotten(_data: Data, by: str) -> Look:
    return Look("block", "", _("Forgotten by %(who)s") % {"who": by})


def _requested(_data: Data, by: str) -> Look:
    return Look("refresh", "", _("Scan asked for by %(who)s") % {"who": by})


def _failed(data: Data, _by: str) -> Look:
    return Look(
        "fail", "c-danger", _("Scan failed: %(why)s") % {"why": engine.said(str(data.get("error", "")))}
    )


def _level(data: Data, _by: str) -> Look:
    before, after = data.get("from"), data.get("to")
    if after is None or before is None:
        return Look("minus", "", _("L%(from)s to no level") % {"from": before})
    text = _("L%(from)s to L%(to)s") % {"from": before, "to": after}
    return Look("up", "c-info", text) if after > before else Look("dn", "c-danger", text)


def _criteria(data: Data, _by: str) -> Look:
    return Look("read", "", _("Criteria changed to %(to)s") % {"to": str(data.get("to", ""))[:7]})


NOUN = Noun(
    "repositories",
    gettext_lazy("Repositories"),
    {
        "repository.connected": _connected,
        "repository.forgotten": _forgotten,
        "scan.requested": _requested,
        "scan.failed": _failed,
        "level.changed": _level,
        "criteria_set.changed": _criteria,
    },
)
