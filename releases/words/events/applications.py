"""Applications: what is released."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, Words
from maturity.words.events import Data, Line, Noun, named


def _in(icon: str, text: Words) -> Line:
    """A line that also says in which environment."""

    def words(data: Data, by: str) -> Look:
        where = str(data.get("environment", "")).title()
        return Look(icon, "", str(text) % {"name": data.get("name", ""), "who": by, "where": where})

    return words


def _exempted(data: Data, by: str) -> Look:
    text = _("%(name)s may destroy %(address)s until %(day)s, by %(who)s: %(reason)s")
    given = {"name": data.get("name", ""), "who": by, "day": data.get("until", "")}
    return Look(
        "shield", "", text % {**given, "address": data.get("address", ""), "reason": data.get("reason", "")}
    )


def _unexempted(data: Data, by: str) -> Look:
    text = _("%(name)s may no longer destroy %(address)s, by %(who)s")
    given = {"name": data.get("name", ""), "address": data.get("address", ""), "who": by}
    return Look("shield", "", text % given)


NOUN = Noun(
    "applications",
    gettext_lazy("Applications"),
    {
        "application.added": named("release", gettext_lazy("Application %(name)s added by %(who)s")),
        "application.changed": named("settings", gettext_lazy("Application %(name)s changed by %(who)s")),
        "application.removed": named("block", gettext_lazy("Application %(name)s removed by %(who)s")),
        "application.targets_set": named("db", gettext_lazy("Stacks of %(name)s changed by %(who)s")),
        "application.service_set": _in(
            "run", gettext_lazy("Service of %(name)s on %(where)s set by %(who)s")
        ),
        "application.service_removed": _in(
            "run", gettext_lazy("Service of %(name)s on %(where)s removed by %(who)s")
        ),
        "application.exempted": _exempted,
        "application.unexempted": _unexempted,
    },
)
