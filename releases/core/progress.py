"""How far a deployment is: the share of the traffic that its new version really gets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from releases.core.facts.service import TWO_FLEETS, Live, Rollout, TargetGroup
from releases.core.telling import few
from releases.core.traffic import Revision, Rule

GOING = frozenset({"PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"})
WHOLE = 100  # percent
# In this order; ECS skips those that a strategy does not have.
STAGES = (
    "RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP",
)  # fmt: skip
Colour = Literal["", "blue", "green"]


def effective_percent(live: Live) -> int | float | None:
    """Of the traffic, on what the newest deployment brings. None: `why_unknown` says why."""
    return _effective(live)[0]


def why_unknown(live: Live) -> str:
    """In one sentence; "" when the percentage is known."""
    return _effective(live)[1]


def _effective(live: Live) -> tuple[int | float | None, str]:
    """What listeners do wins over what ECS asked for: its figure is a snapshot."""
    rollout = live.rollout
    if rollout is None:
        return None, "no deployment of the service is known"
    if rollout.status == "ROLLBACK_SUCCESSFUL":
        return 0, ""
    groups = groups_of(rollout.new, live)
    if groups and (rules := leading(live, groups)):
        return _shared(live, rollout, groups) or _by_rules(rules, groups)
    if rollout.percent is not None and live.settings.get("deployment_strategy") in TWO_FLEETS:
        return rollout.percent, ""
    return _without_rules(live, rollout)


def _without_rules(live: Live, rollout: Rollout) -> tuple[int | None, str]:
    if live.balanced is not False and live.rules is None:
        return None, "how listeners share the traffic was not read"
    if rollout.status == "SUCCESSFUL":
        return WHOLE, ""
    return None, _tasks(rollout)


def _shared(live: Live, rollout: Rollout, groups: tuple[str, ...]) -> tuple[None, str] | None:
    """Where old tasks still stand in the same target group, its weight says nothing about the new ones."""
    if rollout.status in ("SUCCESSFUL", ""):
        return None
    olds = [one for one in rollout.revisions if not one.new and one.running != 0]
    if any(set(groups_of(one, live)) & set(groups) for one in olds) or not rollout.revisions:
        return None, _tasks(rollout)
    return None


def _tasks(rollout: Rollout) -> str:
    new = rollout.new
    if new is None or new.running is None or new.requested is None:
        return "old and new tasks share the traffic, and AWS does not tell how"
    told = f"{new.running:,} of {new.requested:,} new tasks run"
    return f"{told}; old and new ones share the traffic, and AWS does not tell how"


def _by_rules(rules: list[Rule], groups: tuple[str, ...]) -> tuple[float | None, str]:
    shares = {rule.place: rule.percent(*groups) for rule in rules}
    found = set(shares.values())
    if len(found) > 1:
        told = few([f"{place} {_said(share)}" for place, share in shares.items()])
        return None, f"rules of listeners differ: {told}"
    share = found.pop()
    return (share, "") if share is not None else (None, "the rule of its listener gives nobody any traffic")


def _said(share: float | None) -> str:
    return "nothing" if share is None else f"{share:g} %"


def groups_of(revision: Revision | None, live: Live) -> tuple[str, ...]:
    """Where its tasks stand; where there is but one group of the service, in that."""
    if revision is not None and revision.groups:
        return revision.groups
    own = tuple(one.name for one in live.target_groups if not one.foreign)
    return own if len(own) == 1 else ()


def leading(live: Live, groups: Iterable[str]) -> list[Rule]:
    """Rules that production goes by: those that ECS names, else all that forward to one of these groups."""
    rules = [rule for rule in live.rules or () if rule.production is not False]
    named = [rule for rule in rules if rule.production]
    wanted = set(groups)
    return named or [rule for rule in rules if wanted & set(rule.weights)]


def colour_of(group: TargetGroup, live: Live) -> Colour:
    """Green takes over from blue; "" when nobody told which is which."""
    rollout = live.rollout
    if rollout is None or len(live.target_groups) < 2:
        return ""
    if group.name in groups_of(rollout.new, live):
        return "green"
    if group.foreign or any(group.name in one.groups for one in rollout.revisions if not one.new):
        return "blue"
    return ""


def share_of(group: TargetGroup, live: Live) -> float | None:
    """Its percentage of what the rules of production give; None when they differ or are not known."""
    found = {rule.percent(group.name) for rule in leading(live, (one.name for one in live.target_groups))}
    return found.pop() if len(found) == 1 else None
