"""What states, outcomes and decisions of releases are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words import Words
from releases.core.gate import Outcome

OUTCOMES: dict[str, Words] = {
    Outcome.PASSED: gettext_lazy("passed"),
    Outcome.FAILED: gettext_lazy("failed"),
    Outcome.UNKNOWN: gettext_lazy("unknown"),
    Outcome.NOT_APPLICABLE: gettext_lazy("not applicable"),
    Outcome.ERROR: gettext_lazy("broken"),
}
