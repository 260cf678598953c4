"""The evidence for how drift ended, gathered from the plans that are kept."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Q
from msgspec.structs import replace

from maturity.core.drift.ending import SENTENCES, Evidence, Verdict, Why, judge, overall
from maturity.core.drift.episode import Advance, Item
from maturity.core.drift.quiet import Sifted
from maturity.core.plans.change import ResourceChange, Role
from maturity.core.plans.reading import Reading
from maturity.core.plans.sketch import holds
from maturity.core.redact import MASK
from maturity.models import DriftCheck, DriftEpisode, Plan, PullState, Purpose, Stack, StateVersion

Key = tuple[str, str]
PLANS_LOOKED_AT = 5


def ended_with(
    step: Advance, stack: Stack, episode: DriftEpisode, check: DriftCheck, found: Sifted, reading: Reading
) -> Advance:
    """The same, with the reason noted on each resource that no longer drifts."""
    ignored = {_key(change) for change in found.ignored}
    now = {_key(change): change for change in reading.changes}
    before = {_key(change): change for change in episode.plan.changes} if episode.plan else {}
    meanwhile = _meanwhile(stack, episode, check)
    changed = _code_changed(stack, check)
    verdicts = {
        item.key: judge(Evidence(
            ignored=item.key in ignored, change=now.get(item.key), before=before.get(item.key),
            named=_named(reading, item), code_changed=changed, meanwhile=meanwhile.get(item.key),
        ))
        for item in step.ended
    }  # fmt: skip
    return replace(step, items=tuple(_noted(item, verdicts.get(item.key)) for item in step.items))


def _noted(item: Item, verdict: Verdict | None) -> Item:
    return replace(item, ending=verdict.ending, why=verdict.why) if verdict else item


def _key(change: ResourceChange) -> Key:
    return change.address, change.deposed


def _named(reading: Reading, item: Item) -> bool | None:
    """Only `show -json` lists what does not change. Some addresses are not stored as they were."""
    if reading.form != "json" or MASK in item.address or item.address.endswith("…"):
        return None
    return holds(reading.sketch, item.address)


def _code_changed(stack: Stack, check: DriftCheck) -> bool | None:
    previous = _previous_commit(stack)
    return previous != check.commit if previous and check.commit else None


def _previous_commit(stack: Stack) -> str:
    return stack.latest_check.commit if stack.latest_check else ""


def _meanwhile(stack: Stack, episode: DriftEpisode, check: DriftCheck) -> dict[Key, Role]:
    """Roles in plans that reached the default branch after the drift was last seen, the newest winning.

    That a merged pull request's plan would have put a resource back does not mean that it was applied.
    """
    merged = Q(purpose=Purpose.PULL_REQUEST, pull_request__state=PullState.MERGED)
    plans = Plan.objects.filter(merged | Q(purpose=Purpose.APPLY), stack=stack, errored=False)
    plans = plans.filter(at__gt=episode.last_seen_at, at__lte=check.started_at).newest_first()
    roles: dict[Key, Role] = {}
    for plan in reversed(plans[:PLANS_LOOKED_AT]):
        for change in plan.changes:
            if plan.purpose == Purpose.APPLY or change.role is Role.OBSERVED:
                roles[_key(change)] = change.role
    return roles


def why_over(step: Advance, stack: Stack, check: DriftCheck) -> tuple[str, dict[str, Any]]:
    """How the episode as a whole ended, and the evidence as its row keeps it."""
    ending = overall(item.ending for item in step.items if item.ended)
    whys = Counter(item.why for item in step.items if item.ending == ending and item.why)
    why = Why(whys.most_common(1)[0][0]) if whys else None
    serial = StateVersion.objects.filter(stack=stack).order_by("-at").values_list("serial", flat=True).first()
    return ending, {
        "why": why or "", "sentence": SENTENCES[why] if why else "", "commit": check.commit,
        "previous_commit": _previous_commit(stack), "serial": serial, "check": check.pk,
        "endings": Counter(item.ending for item in step.items if item.ending),
    }  # fmt: skip
