"""Pipelines send plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.verbs import Verb

VERB = Verb("push", gettext_lazy("Send plans"), gettext_lazy("For pipelines: what a plan showed comes here."))
