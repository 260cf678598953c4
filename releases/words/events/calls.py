"""Machines that wait for a release."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, Words
from maturity.words.events import Data, Line, Noun
from releases.models.calls import Caller

LABELS: dict[str, str] = dict(Caller.choices)


def _line(icon: str, colour: str, text: Words) -> Line:
    def words(data: Data, _by: str) -> Look:
        kind = str(data.get("by_kind", ""))
        given = {"name": data.get("name", ""), "caller": LABELS.get(kind, kind), "why": data.get("error", "")}
        return Look(icon, colour, str(text) % given)

    return words


def _answered(data: Data, _by: str) -> Look:
    kind = str(data.get("by_kind", ""))
    given = {"name": data.get("name", ""), "caller": LABELS.get(kind, kind)}
    if data.get("state") == "approved":
        return Look("ok", "c-ok", _("%(name)s: %(caller)s was told that it may go") % given)
    return Look("block", "c-danger", _("%(name)s: %(caller)s was told that it may not go") % given)


NOUN = Noun(
    "calls",
    gettext_lazy("Deployments that wait"),
    {
        "call.waiting": _line("pause", "", gettext_lazy("%(name)s: %(caller)s waits for its release")),
        "call.answered": _answered,
        "call.failed": _line(
            "warn", "c-warn", gettext_lazy("%(name)s: %(caller)s could not be answered: %(why)s")
        ),
        "call.expired": _line("warn", "c-warn", gettext_lazy("%(name)s: %(caller)s waited too long")),
    },
)
