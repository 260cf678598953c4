"""The catalogue of criteria as a page, made from the criteria themselves."""

from __future__ import annotations

from collections.abc import Iterable

from maturity.core.criterion import Criterion, Fix, Gate, Lifecycle, all_criteria
from maturity.core.facts.context import RepositoryContext
from maturity.core.report.words import LEVELS

EXAMPLE = RepositoryContext()
_HEAD = """\
# Criteria

This page is made by `manage.py criteria_docs`; do not edit it by hand.

A level holds when all its required criteria hold, and those of every level below. An answer that
could not be found out is unknown: it blocks the verified level and counts for the possible one.
Recommended and optional criteria are judged and shown, and gate nothing. The examples are for a
repository that runs Terraform on AWS with GitHub Actions; the fix Rungs shows is written for the
repository at hand.
"""


def page() -> str:
    """Markdown, the same on every machine."""
    parts = [_HEAD]
    for level in [*range(1, 6), 0]:
        parts.append(f"\n## {f'Level {level}: {LEVELS[level]}' if level else 'Release safety'}\n")
        parts += _entries(one for one in all_criteria() if one.level == level)
    return "".join(parts)


def _entries(criteria: Iterable[Criterion]) -> list[str]:
    return [_entry(criterion, criterion.fix(*_given(criterion))) for criterion in criteria]


def _given(criterion: Criterion) -> list[RepositoryContext]:
    return [EXAMPLE]


def _entry(criterion: Criterion, fix: Fix) -> str:
    facts = [criterion.gate.value, criterion.aspect, f"effort {criterion.effort.value}"]
    if criterion.per_stack:
        facts.append("asked of each stack")
    if criterion.practice:
        facts.append(f"practice `{criterion.practice}`")
    if criterion.lifecycle is not Lifecycle.STABLE:
        facts.append(f"{criterion.lifecycle.value}: shown, never counts")
    if not criterion.waivable:
        facts.append("cannot be waived")
    mark = "**required**" if criterion.gate is Gate.REQUIRED else facts[0]
    lines = [
        f"\n### {criterion.id}\n",
        f"{criterion.question} {criterion.why}\n",
        f"{mark} · {' · '.join(facts[1:])}\n",
    ]
    lines.append(f"Fix: {fix.summary}\n")
    if fix.content:
        fence = "````" if "```" in fix.content else "```"
        lines.append(f"{fence}\n{fix.content.rstrip()}\n{fence}\n")
    return "\n".join(lines)
