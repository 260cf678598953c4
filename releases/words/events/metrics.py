"""Metrics of applications."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, Words
from maturity.words.events import Data, Line, Noun


def _line(icon: str, text: Words) -> Line:
    def words(data: Data, by: str) -> Look:
        given = {
            "name": data.get("name", ""), "who": by, "app": data.get("application", ""),
            "where": str(data.get("environment", "")).title(),
        }  # fmt: skip
        said = str(text) % given
        return Look(icon, "", f"{said}{_(': its history begins anew')}" if data.get("anew") else said)

    return words


NOUN = Noun(
    "metrics",
    gettext_lazy("Metrics"),
    {
        "metric.added": _line(
            "plus", gettext_lazy("Metric %(name)s of %(app)s on %(where)s added by %(who)s")
        ),
        "metric.changed": _line(
            "pulse", gettext_lazy("Metric %(name)s of %(app)s on %(where)s changed by %(who)s")
        ),
        "metric.paused": _line(
            "pause", gettext_lazy("Metric %(name)s of %(app)s on %(where)s paused by %(who)s")
        ),
        "metric.resumed": _line(
            "play", gettext_lazy("Metric %(name)s of %(app)s on %(where)s resumed by %(who)s")
        ),
        "metric.removed": _line(
            "minus", gettext_lazy("Metric %(name)s of %(app)s on %(where)s removed by %(who)s")
        ),
    },
)
