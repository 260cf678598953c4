"""Pipelines and load tests send what they measured."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.verbs import Verb

VERB = Verb(
    "metrics",
    gettext_lazy("Send metrics"),
    gettext_lazy("For what no source of metrics can be asked for: points of metrics that are sent."),
)
