"""What a release does to feature flags, as its code was read last."""

from __future__ import annotations

from datetime import datetime

from releases.actions.flags.showing import changes_of, flags_named, off_of
from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import page
from releases.core.facts.flags import FlagChange, FlagChanges
from releases.core.flags.changes import NEW, Change
from releases.models import FeatureFlag, Release, ReleaseFlags


def gather(release: Release, _now: datetime) -> FlagChanges:
    settings = page("releases:flags_of", release.application.slug)
    told = ReleaseFlags.objects.filter(release=release, commit=release.commit.lower()).first()
    if told is None:
        return FlagChanges(settings=settings)
    found = changes_of(told)
    known = flags_named(release.application_id, [one.key for one in found])
    return FlagChanges(
        settings=settings, commit=told.commit, read=told.changes is not None, error=told.error,
        broken=tuple(told.broken), changes=tuple(_change(one, known.get(one.key)) for one in found),
    )  # fmt: skip


def _change(one: Change, row: FeatureFlag | None) -> FlagChange:
    """What a person filled in counts for more than what code says."""
    expires = row.expires_on.isoformat() if row and row.expires_on else one.expires
    return FlagChange(
        key=one.key, new=one.how == NEW, type=one.type, gives=one.gives, off=off_of(row, one),
        declared=one.declared, kind=row.kind if row else one.kind,
        owner=(row.owner if row else "") or one.owner, expires=expires, path=one.path, line=one.line,
    )  # fmt: skip


GATHERER = Gatherer(FlagChanges, gather)
