"""The rows that the checks of one invented stack leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import models, transaction
from msgspec import Struct, field

from maturity.actions.rows import plain
from maturity.core.drift import calendar
from maturity.core.drift.episode import Advance, Item, Step, advance, fingerprint
from maturity.core.drift.quiet import finding_of
from maturity.core.plans.change import ResourceChange
from maturity.management.scale.walk import Look, Walk
from maturity.models import DriftCheck, DriftEpisode, Ending, Event, Outcome, Plan, PlanContent, Stack

TOOK = timedelta(seconds=90)
Numbers = Iterator[int]


class Made(Struct):
    """Rows that wait to be written."""

    checks: list[DriftCheck] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    contents: list[PlanContent] = field(default_factory=list)
    episodes: list[DriftEpisode] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self) -> None:
        with transaction.atomic():
            Plan.objects.bulk_create(self.plans, batch_size=500)
            PlanContent.objects.bulk_create(self.contents, batch_size=500)
            DriftCheck.objects.bulk_create(self.checks, batch_size=2000)
            DriftEpisode.objects.bulk_create(self.episodes, batch_size=500)
            Event.objects.bulk_create(self.events, batch_size=500)


class Numbering(Struct):
    """Keys are given out here, so that rows can name each other before they are written."""

    checks: Numbers
    plans: Numbers
    episodes: Numbers

    @classmethod
    def after(cls, *rows: type[models.Model]) -> Numbering:
        """Following those that are there."""
        last = (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0 for model in rows)
        return cls(*(count(number + 1) for number in last))


class Life:
    """One stack, its checks a day apart."""

    def __init__(self, stack: Stack, random: Random, numbering: Numbering) -> None:
        self.stack, self.walk, self.numbering = stack, Walk(random), numbering
        self.offset = timedelta(minutes=random.randrange(1, 23 * 60))
        self.episode: DriftEpisode | None = None
        self.items: tuple[Item, ...] = ()
        self.shown: tuple[tuple[ResourceChange, ...], int] = ((), 0)

    def check(self, end: datetime, made: Made, *, contents: bool) -> None:
        """One day that ends at `end`."""
        look, at = self.walk.next(), end - self.offset
        if look is None:
            return
        char = calendar.FAILED
        if look.failed:
            made.checks.append(self._failed(at))
        else:
            plan = self._plan(look, at, made, contents=contents)
            check = self._finished(look, at, plan)
            made.checks.append(check)
            char = calendar.character(check.drifted, check.pending)
            self._carry_on(look, check, made)
        stack = self.stack
        stack.calendar, stack.calendar_end = calendar.mark(
            stack.calendar, stack.calendar_end, at.date(), char
        )

    def _row(self, at: datetime, **fields: object) -> DriftCheck:
        return DriftCheck(
            pk=next(self.numbering.checks), stack_id=self.stack.pk, started_at=at, finished_at=at + TOOK,
            day=at.date(), commit="c0ffee" * 6, **fields,
        )  # fmt: skip

    def _failed(self, at: datetime) -> DriftCheck:
        stack, error = self.stack, "invented: the credentials were refused"
        stack.attempted_at, stack.attempt, stack.attempt_error = at, Outcome.ERRORED, error
        stack.failures += 1
        stack.failing_since = stack.failing_since or at
        return self._row(at, outcome=Outcome.ERRORED, error=error)

    def _finished(self, look: Look, at: datetime, plan: int | None) -> DriftCheck:
        drifted = sum(change.alarming for change in look.changes)
        pending = len(look.changes) - drifted
        finding = finding_of(drifted, pending)
        check = self._row(at, finding=finding, drifted=drifted, pending=pending, plan_id=plan)
        stack = self.stack
        stack.finding, stack.checked_at, stack.latest_check_id = finding, at, check.pk
        stack.drifted_resources, stack.pending_resources = drifted, pending
        stack.drifted_at = at if drifted else stack.drifted_at
        stack.attempted_at, stack.attempt, stack.attempt_error = at, Outcome.FINISHED, ""
        stack.failures, stack.failing_since = 0, None
        return check

    def _plan(self, look: Look, at: datetime, made: Made, *, contents: bool) -> int | None:
        if not look.changes:
            return None
        if self.shown[0] != look.changes:
            self.shown = look.changes, next(self.numbering.plans)
            drifted = sum(change.alarming for change in look.changes)
            made.plans.append(Plan(
                pk=self.shown[1], repository_id=self.stack.repository_id, stack_id=self.stack.pk, at=at,
                received_at=at + TOOK, duration=TOOK, commit="c0ffee" * 6, tool="terraform",
                version="1.11.4", form="json", drifted=drifted, pending=len(look.changes) - drifted,
                updates=len(look.changes), finding=finding_of(drifted, len(look.changes) - drifted),
            ))  # fmt: skip
            if contents:
                body = PlanContent.pack(look.changes)
                made.contents.append(PlanContent(plan_id=self.shown[1], body=body))
        return self.shown[1]

    def _carry_on(self, look: Look, check: DriftCheck, made: Made) -> None:
        """Of an episode only the last state is written, when it is over or at the end."""
        alarming = [one for one in look.changes if one.alarming]
        if not alarming and self.episode is None:
            return
        step = advance(self.items, alarming, check.started_at)
        if step.step is Step.OPENED:
            self.stack.drift_since = check.started_at
            self.episode = DriftEpisode(
                pk=next(self.numbering.episodes), stack_id=self.stack.pk, first_seen_at=check.started_at,
                checks=0,
            )  # fmt: skip
            self._tell("drift.opened", check, made)
        if self.episode is None:
            return
        self.items = step.items
        if step.open:
            self._goes_on(self.episode, step, check)
        else:
            self._is_over(self.episode, check, made)

    def _goes_on(self, episode: DriftEpisode, step: Advance, check: DriftCheck) -> None:
        episode.items, episode.fingerprint = plain(step.items), fingerprint(step.items)
        episode.resources, episode.attributes = step.resources, step.attributes
        episode.checks += 1
        episode.last_seen_at, episode.plan_id = check.started_at, check.plan_id

    def _is_over(self, episode: DriftEpisode, check: DriftCheck, made: Made) -> None:
        episode.items = plain(self.items)
        episode.ended_at, episode.ending = check.started_at, Ending.REVERTED
        made.episodes.append(episode)
        self._tell("drift.resolved", check, made)
        self.stack.drift_since, self.episode, self.items = None, None, ()

    def _tell(self, kind: str, check: DriftCheck, made: Made) -> None:
        made.events.append(Event(
            kind=kind, repository_id=self.stack.repository_id, stack_id=self.stack.pk,
            subject=self.stack.directory, at=check.started_at, delivered_at=check.started_at,
            data={"episode": self.episode.pk if self.episode else None, "check": check.pk},
        ))  # fmt: skip
