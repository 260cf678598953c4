"""Rows of the matrix, each with what runs where and what is on its way: four queries for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import OuterRef, Subquery
from msgspec import Struct

from releases.actions.templates import soak_hours
from releases.core import matrix
from releases.core.environments import Environment
from releases.core.matrix import Served
from releases.core.state import BEFORE, ON_THE_WAY, State
from releases.models import Application, Deployment, Release
from releases.models.applications import ApplicationQuerySet
from releases.words.states import BAD, line

UNUSED = ("checklist_body", "pinned", "authors", "note")


class Row(Struct, frozen=True):
    """soak: hours a version has to run on Stage. go: the version a release could be opened of, or ""."""

    application: Application
    stage: Served | None
    prod: Served | None
    release: Release | None
    soak: int
    go: str
    now: datetime

    @property
    def same(self) -> bool:
        return matrix.same(self.stage, self.prod)

    @property
    def soaking(self) -> bool:
        stage = self.stage
        return stage is not None and not self.same and matrix.soaks_until(stage, self.soak) > self.now

    @property
    def line(self) -> str:
        one = self.release
        return line(one.version, one.state, one.step) if one else ""

    @property
    def moving(self) -> bool:
        return self.release is not None and self.release.state in ON_THE_WAY

    @property
    def blockers(self) -> int:
        """What keeps it from starting; of a draft it is something else, which its page says."""
        one = self.release
        return one.blocking or 0 if one and one.state in BEFORE and one.state != State.DRAFT else 0

    @property
    def bad(self) -> bool:
        return self.release is not None and self.release.state in BAD


def serving(found: ApplicationQuerySet) -> ApplicationQuerySet:
    """With the key of the deployment that serves each environment: see `rows`."""
    newest = {
        f"{one}_id": Subquery(
            Deployment.objects.filter(application=OuterRef("pk")).serving(one.value).values("pk")[:1]
        )
        for one in Environment
    }
    return found.annotate(**newest)


def rows(applications: Sequence[Application], now: datetime) -> list[Row]:
    """Of applications that were asked for with `serving`."""
    keys = [getattr(one, f"{environment}_id") for one in applications for environment in Environment]
    deployments = Deployment.objects.in_bulk([key for key in keys if key])
    releases = _open(applications)
    hours = soak_hours(applications) if applications else {}
    made = []
    for one in applications:
        stage, prod = (_served(deployments.get(getattr(one, f"{where}_id"))) for where in Environment)
        release, soak = releases.get(one.pk), hours[one.pk]
        version = release.version if release else ""
        go = matrix.could_go(stage, prod, open_version=version, hours=soak, now=now)
        made.append(Row(one, stage, prod, release, soak, go, now))
    return made


def _served(one: Deployment | None) -> Served | None:
    return Served(one.version, one.artifact, one.finished_at or one.started_at) if one else None


def _open(applications: Sequence[Application]) -> dict[int, Release]:
    """The one on its way, or else the newest of those that are prepared."""
    found = Release.objects.filter(application__in=applications).open().defer(*UNUSED)
    releases: dict[int, Release] = {}
    for one in found.order_by("created_at", "pk"):
        known = releases.get(one.application_id)
        if known is None or known.state not in ON_THE_WAY:
            releases[one.application_id] = one
    return releases
