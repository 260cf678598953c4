"""What code says of flags, as rows: of the default branch, and of a release against what runs now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from maturity.actions.rows import clean
from maturity.adapters.errors import AdapterError
from releases.actions.flags.states import CODE, Stated, set_states
from releases.actions.flags.trees import reading_of
from releases.actions.locking import take_turn
from releases.actions.telling import tell
from releases.core.environments import Environment
from releases.core.flags import changes, values
from releases.core.flags.reading import Flag, Reading
from releases.models import Application, FeatureFlag, FlagReading, FlagUse, Release, ReleaseFlags

NAMED = 20  # keys that an Event lists
FROM_CODE = ("kind", "off", "about", "owner", "expires_on")


def look_at_code(application: Application, now: datetime) -> FlagReading:
    """At the last scanned commit of its default branch, outside of any transaction. What fails is said."""
    commit = scanned(application)
    try:
        if not commit:
            raise AdapterError("the repository was not scanned yet", permanent=False)
        found = reading_of(application, commit)
    except AdapterError as error:
        failed = {"read_at": now, "error": clean(error.message)[:1000], "commit": commit}
        return FlagReading.objects.update_or_create(application=application, defaults=failed)[0]
    with transaction.atomic():
        _keep(application, found, now)
        for environment in Environment:
            stated = [_stated(one) for flag in found.flags.values() for one in flag.valued
                      if one.environment == environment]  # fmt: skip
            set_states(application, environment, stated, now, source=CODE, whole=True)
        seen = {
            "commit": commit,
            "read_at": now,
            "error": "",
            "broken": clean(found.broken),
            "more": found.more,
        }
        return FlagReading.objects.update_or_create(application=application, defaults=seen)[0]


def scanned(application: Application) -> str:
    """The commit that the repository was looked at last; "" when it was not."""
    repository = application.repository
    current = repository.current if repository else None
    return current.snapshot.commit if current else ""


def look_at_release(release: Release, now: datetime) -> None:
    """What it does to flags: once for each pair of commits, and again while that could not be read."""
    commit, base = release.commit.lower(), release.base_commit.lower()
    known = ReleaseFlags.objects.filter(release=release).first()
    if not commit or (known and (known.commit, known.base_commit) == (commit, base) and not known.error):
        return
    fields: dict[str, Any] = {
        "commit": commit,
        "base_commit": base,
        "read_at": now,
        "error": "",
        "changes": None,
    }
    try:
        if release.base_version and not base:
            raise AdapterError(
                f"nobody knows which commit {release.base_version} is, which runs now", permanent=False
            )
        found = reading_of(release.application, commit)
        before = reading_of(release.application, base) if base else None
        told = changes.between(before, found)
        fields |= {"changes": clean(msgspec.to_builtins(told)), "broken": clean(found.broken)}
    except AdapterError as error:
        fields["error"] = clean(error.message)[:1000]
    ReleaseFlags.objects.update_or_create(release=release, defaults=fields)


def _stated(one: Any) -> Stated:
    return Stated(key=one.key, value=one.value, note=one.note, place=f"{one.path}:{one.line}")


def _keep(application: Application, found: Reading, now: datetime) -> None:
    take_turn(application.pk)
    named = {key: flag for key, flag in found.flags.items() if flag.named}
    rows = {one.key: one for one in application.flags.all()}
    first = not FlagReading.objects.filter(application=application, error="").exists()
    new = [_filled(FeatureFlag(application=application, key=key, first_seen_at=now), flag, now)
           for key, flag in named.items() if key not in rows]  # fmt: skip
    back = [key for key in named if key in rows and rows[key].gone_at is not None]
    gone = [row for key, row in rows.items() if key not in named and row.gone_at is None and _was_named(row)]
    _tell_changes(application, rows, named, now)
    for key, flag in named.items():
        if key in rows:
            _filled(rows[key], flag, now)
    for row in gone:
        row.gone_at, row.path, row.line = now, "", 0
    FeatureFlag.objects.bulk_create(new)
    FeatureFlag.objects.bulk_update(
        [*(rows[key] for key in named if key in rows), *gone],
        ["type", "default", "path", "line", "changed_at", "gone_at", *FROM_CODE], batch_size=200,
    )  # fmt: skip
    _keep_uses(application, named)
    appeared = sorted([*(one.key for one in new), *back])
    _tell_many("flag.appeared", application, appeared, now, first=first)
    _tell_many("flag.gone", application, sorted(row.key for row in gone), now)


def _was_named(row: FeatureFlag) -> bool:
    """Code named it before: what only places know does not go with code."""
    return bool(row.path) or row.uses.exists()


def _filled(row: FeatureFlag, flag: Flag, now: datetime) -> FeatureFlag:
    """What a person filled in stays."""
    told = flag.declared
    if row.pk is None or not values.same(row.default, clean(flag.default)):
        row.changed_at = now
    row.default, row.type, row.gone_at = clean(flag.default), flag.type or row.type, None
    row.path, row.line = (clean(told.path)[:1024], told.line) if told else ("", 0)
    said = {"kind": told.kind, "off": told.off, "about": clean(told.about), "owner": clean(told.owner),
            "expires_on": told.expires} if told else {}  # fmt: skip
    for name, value in said.items():
        if name not in row.edited and value not in (None, ""):
            setattr(row, name, value)
    return row


def _tell_changes(
    application: Application, rows: dict[str, FeatureFlag], named: dict[str, Flag], now: datetime
) -> None:
    for key, flag in named.items():
        row = rows.get(key)
        if row is not None and row.gone_at is None and not values.same(row.default, clean(flag.default)):
            tell(
                "flag.changed", None, application, subject=key, at=now, environment="", source=CODE,
                before=values.plainly(row.default), after=values.plainly(flag.default),
            )  # fmt: skip


def _keep_uses(application: Application, named: dict[str, Flag]) -> None:
    """All of them anew, where any is another."""
    wanted = [
        (key, clean(use.path)[:1024], use.line, clean(values.shown(key, use.written))[:200], use.direct)
        for key, flag in named.items() for use in flag.used
    ]  # fmt: skip
    known = FlagUse.objects.filter(flag__application=application)
    if sorted(wanted) == sorted(known.values_list("flag__key", "path", "line", "default", "direct")):
        return
    known.delete()
    pks = dict(application.flags.values_list("key", "pk"))
    FlagUse.objects.bulk_create(
        [FlagUse(flag_id=pks[key], path=path, line=line, default=default, direct=direct)
         for key, path, line, default, direct in wanted], batch_size=500,
    )  # fmt: skip


def _tell_many(kind: str, application: Application, keys: list[str], now: datetime, **data: Any) -> None:
    if keys:
        told = {"n": len(keys), "keys": keys[:NAMED], **data}
        tell(kind, None, application, subject=keys[0] if len(keys) == 1 else "", at=now, **told)
