"""The newest plans of a release: what gates about them ask first."""

from __future__ import annotations

from msgspec import Struct

from releases.core.facts.plans import Planned, Plans, StackPlan
from releases.core.gate import Evidence, Result, World, unknown
from releases.core.gates._stacks import unnamed
from releases.core.telling import few, line, short, shown

HOW = "run the plan in CI for this commit and send it to Rungs"


class Found(Struct, frozen=True):
    """Every stack with the plan that came to its end last."""

    plans: Plans
    stacks: tuple[tuple[StackPlan, Planned], ...]


def every_plan(world: World) -> Found | Result:
    """Or why it is not known what all of them want to do."""
    found = world.get(Plans)
    if found is None or not found.stacks:
        return unnamed(found.environment if found else "prod", found.settings if found else "")
    if not found.commit:
        return unknown(
            "the release names no commit, so no plan can be said to be of it",
            "open the release with the commit that it is built from",
        )
    bare = [one for one in found.stacks if one.newest is None]
    if bare:
        names = few([one.stack for one in bare])
        reason = f"{len(bare)} of {len(found.stacks)} stacks have no plan of {short(found.commit)}: {names}"
        return unknown(reason, HOW, *shown(Evidence(line(one.stack), url=one.url) for one in bare))
    return Found(found, tuple((one, one.newest) for one in found.stacks if one.newest))
