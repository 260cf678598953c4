"""Answers to the items of a checklist: gates are run, and CI sends its evidence."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.core.reader import MISTAKES
from releases.actions.answers import API, keep
from releases.actions.binding import bind_plans
from releases.actions.following import follow
from releases.actions.gathering import all_gatherers
from releases.actions.history import tell
from releases.actions.locking import expect_same, locked
from releases.actions.preparing import prepare
from releases.actions.principals import machine
from releases.actions.rolling_back import make_plan
from releases.actions.texts import LINK
from releases.core.checklist import Item, Kind, Proof
from releases.core.gate import LETTING, Evidence, Outcome, Result, World, all_gates
from releases.core.standing import Blocker
from releases.core.state import BEFORE, OVER
from releases.models import CheckRun, Release

log = logging.getLogger(__name__)

ALWAYS = {
    "not_frozen": "Freeze windows",
    "post_review_done": "Review of the last emergency release",
    "rollback_accepted": "Rollback plan",
}
REASON, VALUES, VALUE = 1_000, 50, 500


def run_checks(release: Release, now: datetime) -> Release:
    """Ask every gate of its list anew, and move on or back by what they say. What is over stays as it is."""
    prepare(release, now)
    with transaction.atomic():
        release = locked(release)
        if release.state not in OVER:
            answer(release, now)
            follow(release, now)
    return release


def answer(release: Release, now: datetime) -> None:
    """The gates' part of it, for whoever holds the release. Rows are read, and nothing outside is asked."""
    bind_plans(release, now)
    if release.state in BEFORE:
        make_plan(release, now)
    items = [item for item in release.checklist.items if item.kind is Kind.AUTOMATIC]
    world = _world(release, items, now)
    keep(release, {item.key: _ask(item, world, now) for item in items}, now)


def always_asked(release: Release, now: datetime) -> tuple[Blocker, ...]:
    """What a start asks also where the list leaves it out; an item of the list may be waived instead."""
    listed = {item.gate for item in release.checklist.items}
    items = [Item(key=gate, title=title, gate=gate) for gate, title in ALWAYS.items() if gate not in listed]
    world = _world(release, items, now)
    answers = [(item, _ask(item, world, now)) for item in items]
    return tuple(
        Blocker(item=item.key, title=item.title, reason=found.reason, answer=found.answer)
        for item, found in answers if found.outcome not in LETTING
    )  # fmt: skip


def _world(release: Release, items: Iterable[Item], now: datetime) -> World:
    """A fact whose gathering breaks is not known, and the gates that need it say so."""
    gates = all_gates()
    kinds = [kind for item in items if item.gate in gates for kind in gates[item.gate].needs]
    found = []
    for kind in dict.fromkeys(kinds):
        try:
            found.append(all_gatherers()[kind].gather(release, now))
        except MISTAKES:
            log.exception("%s of %s cannot be gathered", kind.__name__, release)
    return World(*[fact for fact in found if fact is not None])


def _ask(item: Item, world: World, now: datetime) -> Result:
    """A mistake of ours costs one answer, not the release."""
    gate = all_gates().get(item.gate)
    if gate is None:
        return Result(outcome=Outcome.ERROR, reason=f'there is no gate "{item.gate}"')
    try:
        return gate.run(world, item.params, now)
    except MISTAKES as error:
        log.exception("the gate %s broke", item.gate)
        broken = f"Rungs failed to answer this: {type(error).__name__}: {error}"
        return Result(outcome=Outcome.ERROR, reason=broken[:300])


def attest(
    release: Release, item: str, outcome: Outcome | str, reason: str, *,
    url: str, digest: str, values: Mapping[str, Any], by: str, now: datetime,
) -> CheckRun:  # fmt: skip
    """CI's answer to an item that waits for it, for the subject it names. by: the name of its token."""
    result = _result(outcome, reason, url, values)
    with transaction.atomic():
        release = locked(release)
        expect_same(release, digest, None)
        if release.state in OVER:
            raise Refused(_("This release is over: it takes no more evidence."))
        _expect_attested(release, item, result)
        keep(release, {item: result}, now, source=API, by=by[:200])
        tell(
            "item.attested", None, release, now, item=item, outcome=str(result.outcome), principal=machine(by)
        )
        follow(release, now)
    return release.checks.get(item=item, current=True)


def _result(outcome: Outcome | str, reason: str, url: str, values: Mapping[str, Any]) -> Result:
    if outcome not in set(Outcome):
        raise Refused(_("The outcome is one of %(all)s.") % {"all": ", ".join(Outcome)})
    if len(reason) > REASON:
        raise Refused(_("The reason is longer than %(n)s characters.") % {"n": f"{REASON:,}"})
    if url and not LINK.fullmatch(url):
        raise Refused(_("The address of the evidence must begin with https:// and have no blanks."))
    if len(values) > VALUES or not all(map(_is_value, values.keys(), values.values())):
        raise Refused(
            _("Values are at most %(n)s, each a number, a truth or a text of up to %(most)s characters.")
            % {"n": VALUES, "most": VALUE}
        )
    evidence = (Evidence(url, url=url),) if url else ()
    told = reason.strip() or f"CI says {outcome}"
    return Result(outcome=Outcome(outcome), reason=told, evidence=evidence, values=dict(values))


def _is_value(name: Any, value: Any) -> bool:
    short = isinstance(name, str) and len(name) <= 60
    if isinstance(value, str):
        return short and len(value) <= VALUE
    return short and (value is None or (isinstance(value, int | float) and isfinite(value)))


def _expect_attested(release: Release, key: str, result: Result) -> None:
    item = release.checklist.item(key)
    if item is None or item.kind is not Kind.ATTESTED:
        raise Refused(_("No item of this checklist waits for evidence named %(key)s.") % {"key": key[:60]})
    if item.proof is Proof.LINK and not result.evidence:
        raise Refused(_("This item needs the address of its evidence."))
