from __future__ import annotations

from maturity.core.criterion import Effort, Finding, Fix, Strength, criterion, met, not_applicable
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.feature_flags import FeatureFlags

_FLAGS = """\
from dataclasses import dataclass


@dataclass(frozen=True)
class Flags:
    \"\"\"Every flag, its default, and the day it goes.\"\"\"

    new_checkout: bool = False  # until 2027-03-01
"""


def fix(context: RepositoryContext) -> Fix:
    return Fix(
        "Name every flag in one typed file, each with a default and an end date.", "feature_flags.py", _FLAGS
    )


@criterion(
    level=0,
    effort=Effort.MEDIUM,
    aspect="Release safety",
    practice="feature_flags_central",
    question="Are feature flags defined in one place?",
    why="A flag that is read from the environment in ten places cannot be turned off in one.",
    fix=fix,
    live_only=False,
)
def feature_flags_central(flags: FeatureFlags) -> Finding:
    if not flags.places:
        return not_applicable("no feature flags were found")
    first = flags.places[0]
    number = sum(place.flags for place in flags.places)
    text = f"{first.kind}: {first.name}" + (f", {number} flags" if number else "")
    return met(text, *(place.at for place in flags.places), strength=Strength.CONFIGURED)
