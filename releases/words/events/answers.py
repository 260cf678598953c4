"""Items of a release's checklist, and what was answered."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look
from maturity.words.events import Data, Noun
from releases.core.gate import LETTING, Outcome
from releases.words import OUTCOMES


def _look(data: Data) -> tuple[str, str]:
    outcome = str(data.get("outcome", ""))
    if outcome in LETTING:
        return "ok", "c-ok"
    return ("unknown", "c-mute") if outcome == Outcome.UNKNOWN else ("fail", "c-danger")


def _changed(data: Data, _by: str) -> Look:
    given = {"name": data.get("name", ""), "item": data.get("title") or data.get("item", "")}
    text = _("%(name)s: “%(item)s” is now %(outcome)s") % {**given, "outcome": _outcome(data)}
    return Look(*_look(data), text)


def _attested(data: Data, _by: str) -> Look:
    given = {"name": data.get("name", ""), "item": data.get("item", "")}
    text = _("%(name)s: CI answered %(item)s with %(outcome)s") % {**given, "outcome": _outcome(data)}
    return Look(*_look(data), text)


def _outcome(data: Data) -> str:
    told = str(data.get("outcome", ""))
    return str(OUTCOMES.get(told, told))


NOUN = Noun(
    "answers",
    gettext_lazy("Answers to checklist items"),
    {"gate.changed": _changed, "item.attested": _attested},
)
