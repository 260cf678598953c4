"""Scripts and gates ask how stacks stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.verbs import Verb

VERB = Verb(
    "read", gettext_lazy("Ask how stacks stand"), gettext_lazy("For scripts and gates: it shows no plan.")
)
