"""Writing down what was seen of a stack, and what people decide about its drift."""

from __future__ import annotations

from maturity.actions.checks.deciding import (
    acknowledge,
    add_noise_rule,
    assign,
    remove_noise_rule,
    unacknowledge,
)
from maturity.actions.checks.failing import record_failure
from maturity.actions.checks.finished import record_check
from maturity.actions.checks.origin import Origin
from maturity.actions.checks.planned import record_plan

__all__ = [
    "Origin",
    "acknowledge",
    "add_noise_rule",
    "assign",
    "record_check",
    "record_failure",
    "record_plan",
    "remove_noise_rule",
    "unacknowledge",
]
