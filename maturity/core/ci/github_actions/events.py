"""The triggers of a workflow in the words all CI systems share, for showing; `worlds` decides."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.core.ci.github_actions import branches, worlds
from maturity.core.ci.github_actions.shape import On
from maturity.core.pipeline import Event, Trigger

_CALLED = {"workflow_call": Event.CALLED, "workflow_run": Event.DEFAULT}


def triggers(entries: Sequence[On]) -> tuple[Trigger, ...]:
    ground = worlds.Ground(default=branches.guess_default(entries, ()))
    found: dict[tuple[Event, int], Trigger] = {}
    for on in entries:
        if on.name in _CALLED:
            event = _CALLED[on.name]
            note = f"after {', '.join(on.workflows)}" if on.workflows else ""
            found[event, on.line] = _trigger(on, event, note, certain=event is Event.CALLED)
        for start in worlds.starts(on, ground):
            known = found.get((start.world.event, on.line))
            if known is None or (start.certain and not known.certain):
                event = start.world.event
                found[event, on.line] = _trigger(on, event, start.note, certain=start.certain)
    return tuple(found.values())


def _trigger(on: On, event: Event, note: str, *, certain: bool) -> Trigger:
    return Trigger(
        event=event, line=on.line, branches=on.branches or (), branches_ignore=on.branches_ignore or (),
        paths=on.paths or (), paths_ignore=on.paths_ignore or (), types=on.types, cron=on.cron,
        note=note, certain=certain,
    )  # fmt: skip
