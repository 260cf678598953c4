from __future__ import annotations

from maturity.core.criteria._ask import answered, ask
from maturity.core.criteria._drift import REPAIRS, repairs
from maturity.core.criteria._negative import count
from maturity.core.criterion import Effort, Finding, Gate, Outcome, criterion, met, not_met
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.platforms import Platforms
from maturity.core.facts.reconcilers import Reconcilers
from maturity.core.fixes.drift import healed as fix


@criterion(
    level=5,
    gate=Gate.REQUIRED,
    effort=Effort.HIGH,
    aspect="Drift",
    practice="drift_remediation",
    question="Is drift put right without anybody's hands?",
    why="What is found every morning and repaired by hand is found again the next morning.",
    fix=fix,
)
def self_healing(
    delivery: Delivery, infrastructure: Infrastructure, platforms: Platforms, reconcilers: Reconcilers
) -> Finding:
    """One class of stacks is enough: not everything is safe to repair by itself."""
    if repairing := reconcilers.repairing:
        names = ", ".join(dict.fromkeys(one.controller for one in repairing))
        return met(f"{names}: {count(len(repairing), 'place')} repaired", *(one.at for one in repairing))
    if platform := [one for one in platforms.plans if one.reconciles and one.certain]:
        return met(f"{platform[0].name} puts drift right", *(one.at for one in platform))
    applies = repairs(delivery, infrastructure)
    if sound := [one for one in applies if one.certain and not one.soft]:
        return answered(REPAIRS, sound)
    return _not_yet(delivery, reconcilers)


def _not_yet(delivery: Delivery, reconcilers: Reconcilers) -> Finding:
    found = ask(REPAIRS, delivery)
    if found.outcome is Outcome.NOT_MET and reconcilers.found:
        one = reconcilers.found[0]
        return not_met(f"{one.controller} does not repair: {one.note or 'it is paused'}", one.at)
    if found.outcome is not Outcome.MET:
        return found
    why = "a scheduled apply was seen: of a stack that does not decide, or that a schedule also destroys"
    return not_met(f"nothing {REPAIRS.what}", *found.evidence, looked_at=[why])
