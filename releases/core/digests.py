"""What something is, in one number.

Sign-offs and evidence are given for that of a release, and go stale when it changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from maturity.core.plans.change import ResourceChange


def subject(artifact: str, plan: str, template: str) -> str:
    """Of the artifact, the plans and the checklist: 64 hexadecimal digits. A part may be "", for none."""
    return digest({"artifact": artifact, "plan": plan, "template": template})


def plan_of(changes: Iterable[ResourceChange]) -> str:
    """Of what a plan wants to do, whatever the order it lists it in: what changed outside is left out."""
    planned = sorted(
        (one.address, one.deposed, one.action, one.previous_address, msgspec.to_builtins(one.differences))
        for one in changes
        if one.action not in ("no-op", "read") or one.previous_address or one.importing
    )
    return digest(planned)


def plans_of(plans: Mapping[str, str]) -> str:
    """Of several stacks' plans, by the stack's name; "" when there are none."""
    return digest(dict(plans)) if plans else ""


def digest(told: object) -> str:
    """SHA-256 of plain values, 64 hexadecimal digits: the same whatever the order of their keys."""
    return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()
