"""What went around the gates is looked at before the next release goes through them."""

from __future__ import annotations

from datetime import UTC, datetime

from releases.core.facts.reviews import OpenReviews
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown

SHOWN = 20


def judge(world: World, _params: Params, now: datetime) -> Result:
    found = world.get(OpenReviews)
    if found is None:
        return unknown("the reviews of emergency releases were not read", "run the checks again")
    if not found.reviews:
        return passed("no emergency release of the application waits for its review", open=0)
    first = min(found.reviews, key=lambda one: one.due_at)
    due = f"{first.due_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    overdue = sum(one.due_at <= now for one in found.reviews)
    if overdue:
        reason = f"the review of {first.release} is overdue since {due}"
    else:
        reason = f"{first.release} went without its gates and was not reviewed yet; due {due}"
    evidence = [Evidence(f"{one.release}, by {one.by}", url=one.url) for one in found.reviews[:SHOWN]]
    return failed(reason, *evidence, open=len(found.reviews), overdue=overdue)


GATE = Gate(
    key="post_review_done",
    title="The last emergency release was reviewed",
    about="What went around the checklist is looked at before the next one goes.",
    needs=(OpenReviews,),
    judge=judge,
)
