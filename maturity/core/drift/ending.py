"""Why a resource no longer drifts, as far as the plans prove it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from maturity.core.plans.change import Action, ResourceChange, Role


class Ended(StrEnum):
    REVERTED = "reverted"
    ADOPTED = "adopted"
    GONE = "gone"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """The evidence, one sentence each: see `SENTENCES`."""

    RULE = "rule"
    CODE_FOLLOWED = "code_followed"
    NOTHING_PLANNED = "nothing_planned"
    STATE_REFRESHED = "state_refreshed"
    LEFT_THE_STATE = "left_the_state"
    LEFT_THE_PLAN = "left_the_plan"
    SAME_CODE = "same_code"
    AS_THE_STATE = "as_the_state"
    APPLY_REVERTED = "apply_reverted"
    PLAN_ADOPTED = "plan_adopted"
    STACK_GONE = "stack_gone"
    CODE_CHANGED = "code_changed"
    NO_COMMIT = "no_commit"


SENTENCES = {
    Why.RULE: "A noise rule covers it now.",
    Why.CODE_FOLLOWED: "The code changed, and wants what the cloud is; the next apply will tell the state.",
    Why.NOTHING_PLANNED: "Nothing is planned for it any more, although the code is the same.",
    Why.STATE_REFRESHED: "The state was refreshed: what had drifted is now a planned change.",
    Why.LEFT_THE_STATE: "It is no longer in the state, and would be created.",
    Why.LEFT_THE_PLAN: "The plan no longer names it.",
    Why.SAME_CODE: "The code is the same, and the plan finds nothing to change.",
    Why.AS_THE_STATE: "The cloud is again what the state says.",
    Why.APPLY_REVERTED: "An apply was planned meanwhile that put it back.",
    Why.PLAN_ADOPTED: "A plan showed meanwhile that the code had become what the cloud is.",
    Why.STACK_GONE: "The repository no longer has this stack.",
    Why.CODE_CHANGED: "The code changed meanwhile: it follows the cloud now, or an apply put the cloud back.",
    Why.NO_COMMIT: "The plans do not say which commit they were made at.",
}


class Evidence(Struct, frozen=True, kw_only=True):
    """What is known of one resource by the check that no longer sees it drift.

    ignored       a noise rule took it out
    change        what that check's plan says about it, if anything
    before        what the plan before said
    named         whether the plan still knows its address; None when that cannot be told
    code_changed  between the two commits; None when one is not known
    meanwhile     its role in a plan for an apply or a pull request made between the two checks
    """

    ignored: bool = False
    change: ResourceChange | None = None
    before: ResourceChange | None = None
    named: bool | None = None
    code_changed: bool | None = None
    meanwhile: Role | None = None


class Verdict(Struct, frozen=True):
    ending: Ended
    why: Why


def judge(known: Evidence) -> Verdict:
    if known.ignored:
        return Verdict(Ended.IGNORED, Why.RULE)
    return _planned(known, known.change) if known.change else _unplanned(known)


def _planned(known: Evidence, change: ResourceChange) -> Verdict:
    """It is in the plan, and does not alarm."""
    if change.role is Role.OBSERVED:
        if known.code_changed:
            return Verdict(Ended.ADOPTED, Why.CODE_FOLLOWED)
        unknown = Why.NO_COMMIT if known.code_changed is None else Why.NOTHING_PLANNED
        return Verdict(Ended.UNKNOWN, unknown)
    if change.action is Action.CREATE:
        return Verdict(Ended.GONE, Why.LEFT_THE_STATE)
    if known.before and _absorbed(known.before, change):
        return Verdict(Ended.UNKNOWN, Why.STATE_REFRESHED)
    return Verdict(Ended.REVERTED, Why.AS_THE_STATE)


def _absorbed(before: ResourceChange, now: ResourceChange) -> bool:
    """The state took over what the cloud had been: the plan would now change that back."""
    cloud = {one.path: one.after for one in before.drift if not one.sensitive}
    return any(one.path in cloud and one.before == cloud[one.path] for one in now.differences)


def _unplanned(known: Evidence) -> Verdict:
    if known.named is False:
        return Verdict(Ended.GONE, Why.LEFT_THE_PLAN)
    if known.code_changed is False:
        return Verdict(Ended.REVERTED, Why.SAME_CODE)
    if known.meanwhile in (Role.DRIFT, Role.MIXED):
        return Verdict(Ended.REVERTED, Why.APPLY_REVERTED)
    if known.meanwhile is Role.OBSERVED:
        return Verdict(Ended.ADOPTED, Why.PLAN_ADOPTED)
    return Verdict(Ended.UNKNOWN, Why.CODE_CHANGED if known.code_changed else Why.NO_COMMIT)


def overall(endings: Iterable[str]) -> Ended:
    """Of an episode: how most of its resources ended; of equals the one listed first."""
    counted = Counter(endings)
    return max(Ended, key=lambda one: counted[one]) if counted else Ended.UNKNOWN
