"""A plan that was sent to us is what one more source says about its pull request."""

from __future__ import annotations

from maturity.actions.pulls import recording
from maturity.actions.pulls.scheduling import hurry
from maturity.core.pulls.seen import Said, State
from maturity.models import Plan, PlanStatus, Purpose


def note_plan(plan: Plan) -> None:
    """Without a pull request there is nothing to note. The summary on it follows with the next look."""
    row = plan.pull_request
    if row is None:
        return
    row.repository = plan.repository
    # Its host may tell of the new commit later than CI sends the plan, or never.
    if plan.commit and (not row.head_sha or plan.at > row.updated_at):
        row.head_sha = plan.commit
        row.save(update_fields=["head_sha"])
    source = recording.Source(
        origin="push", id=str(plan.stack_id or plan.title), said=_said(plan), name=_name(plan), url=plan.url,
        commit=plan.commit, at=plan.at,
    )  # fmt: skip
    recording.record_sources(row, [source])
    pushed = PlanStatus.objects.filter(pull_request=row, origin="push", at=plan.at)
    pushed.filter(name=source.name).update(plan=plan, stack=plan.stack)
    recording.settle(row)
    hurry(row.repository, row)


def _said(plan: Plan) -> Said:
    add, destroy = plan.creates + plan.replaces, plan.deletes + plan.replaces
    name = _name(plan)
    if plan.errored:
        return Said(state=State.ERRORED, name=name, commit=plan.commit)
    others = plan.forgets + plan.imports + plan.moves + plan.outputs
    changed = bool(add or plan.updates or destroy or others)
    state = State.CHANGED if changed else State.UNCHANGED
    if plan.purpose == Purpose.APPLY:
        state = State.APPLIED
    return Said(state=state, name=name, add=add, change=plan.updates, destroy=destroy, commit=plan.commit)


def _name(plan: Plan) -> str:
    return plan.stack.label if plan.stack else plan.title or "plan"
