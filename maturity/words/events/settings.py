"""Settings of the organisation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look
from maturity.words.events import Data, Noun
from maturity.words.settings import FIELDS


def _changed(data: Data, by: str) -> Look:
    field = str(data.get("field", ""))
    text = _("%(what)s: %(old)s became %(new)s, by %(who)s") % {
        "what": FIELDS.get(field, field),
        "old": _value(data.get("old")),
        "new": _value(data.get("new")),
        "who": by,
    }
    return Look("settings", "", text)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _("nothing") if value in (None, "") else str(value)


NOUN = Noun("settings", gettext_lazy("Settings"), {"settings.changed": _changed})
