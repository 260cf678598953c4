"""Who failed to sign in too often waits, on every process and machine alike.

Counted in two ways at once: for the name that is tried, whether there is such an account or not, and for
the address it is tried from. Where somebody signed in during the last 30 days, their failures from there
are counted apart: an attacker elsewhere can make everywhere else wait, and not the place they work at.
Sessions go on whatever happens, and single sign-on and security keys are never made to wait.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from maturity.core import lockout
from maturity.models import Attempts, Event, User


class Locked(Exception):
    """Nothing is tried before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class Attempt:
    """One that is let through. It counts as a failure until told otherwise: many at once gain nothing."""

    def __init__(self, counted: list[Attempts]) -> None:
        self._counted = counted

    def succeeded(self) -> None:
        for row in self._counted:
            mine = Attempts.objects.filter(pk=row.pk)
            if row.whom:
                mine.update(failures=0, locked_until=None)
            else:  # one's own success says nothing for the others who fail here
                mine.update(failures=Greatest(F("failures") - 1, 0), locked_until=None)

    def failed(self, user: User | None) -> None:
        """Administrators hear of the first pause of a row of failures. What was typed is told to nobody."""
        for row in self._counted:
            known = user.username if user and row.whom else ""
            if row.failures == _free(row) and (known or not row.whom):
                data = {"address": "" if known else row.place, "failures": row.failures}
                Event.objects.create(
                    kind="login.locked", subject=known or row.place, at=timezone.now(), data=data
                )


def admit(name: str, place: str) -> Attempt:
    """Raises Locked. `name` is what was typed, or names one account's codes: `codes_of`."""
    now, whom = timezone.now(), digest(name)
    known = Attempts.objects.filter(whom=whom, place=place, signed_in_at__gt=now - lockout.KNOWN).exists()
    keys = [(whom, place)] if known else [(whom, ""), ("", place)]
    with transaction.atomic():
        rows = [_row(*key) for key in keys]
        locked = [row.locked_until for row in rows if row.locked_until and row.is_locked(now)]
        if locked:
            raise Locked(max(locked))
        for row in rows:
            _count(row, now)
    return Attempt(rows)


def _row(whom: str, place: str) -> Attempts:
    return Attempts.objects.select_for_update().get_or_create(whom=whom, place=place)[0]


def _count(row: Attempts, now: datetime) -> None:
    stale = row.failed_at is None or row.failed_at < now - lockout.FORGOTTEN
    row.failures = 1 if stale else row.failures + 1
    row.failed_at = now
    wait = lockout.pause(row.failures, _free(row))
    row.locked_until = now + wait if wait else None
    row.save(update_fields=["failures", "failed_at", "locked_until"])


def _free(row: Attempts) -> int:
    return lockout.FREE if row.whom else lockout.FREE_OF_A_PLACE


def signed_in(user: User, place: str) -> None:
    """This is where they work: what others do elsewhere keeps them out no more."""
    now = timezone.now()
    for name in names_of(user):
        Attempts.objects.update_or_create(
            whom=digest(name), place=place,
            defaults={"signed_in_at": now, "failures": 0, "locked_until": None},
        )  # fmt: skip


def unlock(user: User) -> None:
    """An administrator, or a link that was sent to them, lets them try again at once."""
    Attempts.objects.filter(whom__in=[digest(name) for name in names_of(user)]).update(
        failures=0, locked_until=None
    )


def names_of(user: User) -> Iterable[str]:
    return filter(None, {user.username.casefold(), user.email.casefold(), codes_of(user)})


def codes_of(user: User) -> str:
    """Second factors are counted apart from passwords: no name can be typed that has a line break."""
    return f"\n{user.pk}"


def digest(name: str) -> str:
    return sha256(name.strip(" ").casefold().encode()).hexdigest()


def forget_attempts(now: datetime) -> None:
    """What is too old to count."""
    old = Q(failed_at__isnull=True) | Q(failed_at__lt=now - lockout.FORGOTTEN)
    unknown = Q(signed_in_at__isnull=True) | Q(signed_in_at__lt=now - lockout.KNOWN)
    Attempts.objects.filter(old & unknown).delete()
