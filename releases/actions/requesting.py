"""Whose word a release waits for, as rows: what "Waiting for you" counts, and its page offers."""

from __future__ import annotations

from datetime import datetime

from releases.actions.standing import known
from releases.core import standing as core
from releases.core.known import Known
from releases.core.machine import SIGNED_IN
from releases.core.requests import Request, requests
from releases.core.standing import Standing
from releases.models import Release, SignOffRequest


def note_requests(release: Release, now: datetime) -> None:
    """For whoever holds the release, where nothing else follows from what was changed."""
    facts = known(release, now)
    keep_requests(release, facts, core.standing(facts, now), now)


def keep_requests(release: Release, facts: Known, found: Standing, now: datetime) -> None:
    """What is asked for as long as before waits since then. One query where nothing changed."""
    if release.state not in SIGNED_IN:
        return
    there = {row.item: row for row in release.requests.all()}
    asked = {one.item: _row(release, one, there.get(one.item), now) for one in requests(facts, found, now)}
    gone = [row.pk for item, row in there.items() if item not in asked or _says(asked[item]) != _says(row)]
    if gone:
        release.requests.filter(pk__in=gone).delete()
    new = [row for item, row in asked.items() if item not in there or there[item].pk in gone]
    SignOffRequest.objects.bulk_create(new)


def _row(release: Release, one: Request, old: SignOffRequest | None, now: datetime) -> SignOffRequest:
    since = one.at or (min(old.since, now) if old else now)
    return SignOffRequest(release=release, item=one.item, title=one.title, role=one.role, since=since)


def _says(row: SignOffRequest) -> tuple[int, datetime]:
    return row.role, row.since
