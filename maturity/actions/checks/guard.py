"""A plan that was sent for the wrong stack is not taken."""

from __future__ import annotations

from maturity.actions.checks.origin import Origin
from maturity.actions.errors import Refused
from maturity.core.plans import same_stack
from maturity.core.plans.reading import Reading
from maturity.models import Source, Stack


def refuse_other_stack(stack: Stack, reading: Reading, origin: Origin) -> None:
    """Refused when no resource of the plan is one of this stack's. A worker of ours knows what it planned.

    A plan that moves resources gives all of them new addresses, so it is taken.
    """
    if origin.source == Source.PULL or reading.counts.move:
        return
    if same_stack(stack.sketch, reading.sketch) is not False:
        return
    others = Stack.objects.present().filter(repository=stack.repository_id).exclude(pk=stack.pk)
    like = next((one for one in others if same_stack(one.sketch, reading.sketch)), None)
    where = f"it looks like a plan of {like.label}" if like else "none of its resources is known there"
    raise Refused(f"recording a check of {stack.label}: {where}; nothing was stored")
