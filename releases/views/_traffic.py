"""What the page of a release shows of traffic on its way from one version of its service to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from maturity.words import Words
from releases.core.draining import Drain, drains
from releases.core.facts.service import Live, Rollout, ServiceSeen
from releases.core.progress import GOING, colour_of, effective_percent, groups_of, leading, why_unknown
from releases.core.state import ON_THE_WAY
from releases.core.traffic import Hook, Revision
from releases.words.traffic import COLOURS, STAGES, STATUSES


class Share(Struct, frozen=True):
    """Of one target group in a rule. word: "blue", "green", "" when nobody told."""

    name: str
    word: Words
    percent: float | None


class RuleShown(Struct, frozen=True):
    """decides: the share of the new version is read off it."""

    place: str
    shares: list[Share]
    sticky: int
    decides: bool


class Traffic(Struct, frozen=True, kw_only=True):
    """percent: None where `why` says why it is not known. asked: what ECS was told, where that is another
    figure. pauses: each with why Rungs could not answer it, "" where nothing is wrong."""

    rollout: Rollout | None
    percent: int | float | None
    why: str
    asked: int | float | None
    stage: Words
    status: Words
    news: list[Revision]
    olds: list[Revision]
    pauses: list[tuple[Hook, str]]
    rules: list[RuleShown]
    drains: list[tuple[Drain, Words]]
    uncoloured: bool
    connections: int | None
    minute: datetime | None


def traffic_of(found: ServiceSeen, state: str, failed: Mapping[str, str]) -> Traffic | None:
    """None while nothing moves: before a release is on its way, and no deployment is.

    failed: hooks that could not be answered, and why
    """
    live = found.live
    if live is None or not _moves(live, state):
        return None
    rollout, percent = live.rollout, effective_percent(live)
    shown = rollout or Rollout(status="")
    left = drains(live, found.session_p95 if found.long_lived else None)
    two = len(live.target_groups) > 1
    return Traffic(
        rollout=rollout, percent=percent, why=why_unknown(live),
        asked=shown.percent if shown.percent != percent else None,
        stage=STAGES.get(shown.stage, shown.stage), status=STATUSES.get(shown.status, shown.status),
        news=[one for one in shown.revisions if one.new and _told(one)],
        olds=[one for one in shown.revisions if not one.new and _told(one)],
        pauses=[(one, failed.get(one.id, "")) for one in shown.hooks if one.waits], rules=_rules(live),
        drains=[(one, COLOURS.get(one.colour, "")) for one in left],
        uncoloured=two and not any(colour_of(one, live) for one in live.target_groups),
        connections=live.connections, minute=live.minute,
    )  # fmt: skip


def _moves(live: Live, state: str) -> bool:
    going = live.rollout is not None and live.rollout.status in GOING
    return state in ON_THE_WAY or going or any(one.draining for one in live.target_groups)


def _told(one: Revision) -> bool:
    return bool(one.task) or one.running is not None


def _rules(live: Live) -> list[RuleShown]:
    new = live.rollout.new if live.rollout else None
    decide = leading(live, groups_of(new, live))
    colours = {one.name: COLOURS.get(colour_of(one, live), "") for one in live.target_groups}
    found = []
    for one in live.rules or ():
        shares = [Share(name, colours.get(name, ""), one.percent(name)) for name in one.weights]
        found.append(RuleShown(one.place, shares, one.sticky, one in decide))
    return found
