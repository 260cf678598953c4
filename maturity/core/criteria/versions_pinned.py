from __future__ import annotations

from maturity.core.criteria._negative import count
from maturity.core.criterion import Effort, Finding, Strength, criterion, met, not_applicable, not_met
from maturity.core.facts.pinning import Pinning, Pins
from maturity.core.facts.stack import Stack
from maturity.core.fixes.state import pins as fix


@criterion(
    level=2,
    effort=Effort.LOW,
    aspect="State",
    question="Is each stack held to versions?",
    why="An unpinned provider changes the plan on a day nobody changed the code.",
    fix=fix,
    live_only=False,
)
def versions_pinned(stack: Stack, pinning: Pinning) -> Finding:
    pins = _pins(stack, pinning)
    if not pins:
        return not_applicable("nothing here is pinned the way Terraform pins")
    lacking = [text for one in pins for text in _lacking(one, locked=bool(stack.tool))]
    if lacking:
        evidence = [at for one in pins for at in (*one.unpinned, *one.loose_modules)] or [stack.at]
        return not_met("; ".join(dict.fromkeys(lacking)), *evidence)
    sources = [at for one in pins for at in (one.required_version, one.lock_file) if at]
    return met("tool, providers and modules are pinned", *sources, strength=Strength.CONFIGURED)


def _pins(stack: Stack, pinning: Pinning) -> list[Pins]:
    if not stack.tool:
        return list(pinning.directories.values())
    found = pinning.directories.get(stack.directory)
    return [found] if found else []


def _lacking(pins: Pins, *, locked: bool) -> list[str]:
    found = []
    if pins.required_version is None:
        found.append("no required_version")
    if pins.unpinned:
        found.append(f"{count(len(pins.unpinned), 'provider')} without a version")
    if pins.loose_modules:
        found.append(f"{count(len(pins.loose_modules), 'module')} without a version")
    if locked and pins.lock_file is None:
        found.append("no committed lock file")
    return found
