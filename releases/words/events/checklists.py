"""Checklists: what has to hold before something is released."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look
from maturity.words.events import Data, Noun


def _whose(data: Data) -> str:
    return _("the organisation") if data.get("of") == "organisation" else str(data.get("name", ""))


def _changed(data: Data, by: str) -> Look:
    text = _("Checklist of %(name)s changed by %(who)s: version %(version)s")
    return Look("check", "", text % {"name": _whose(data), "who": by, "version": data.get("version", "")})


def _removed(data: Data, by: str) -> Look:
    text = _("Checklist of %(name)s taken away by %(who)s")
    return Look("block", "", text % {"name": _whose(data), "who": by})


NOUN = Noun(
    "checklists",
    gettext_lazy("Checklists"),
    {"checklist.changed": _changed, "checklist.removed": _removed},
)
