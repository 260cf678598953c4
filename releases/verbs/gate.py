"""Deployments ask whether a release may go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.verbs import Verb

VERB = Verb(
    "gate",
    gettext_lazy("Ask gates, take tickets"),
    gettext_lazy("For deployments: whether a release may go, and to start one that is signed off."),
)
