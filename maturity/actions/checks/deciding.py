"""What people decide about drift: who looks after it, that it may wait, and what is only noise."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.checks.stacks import held, tell
from maturity.actions.errors import Refused
from maturity.actions.rows import clean
from maturity.core.drift.quiet import Rule
from maturity.models import DriftEpisode, Event, NoiseRule, Repository, Stack, User

LONGEST = 365
REASON_LENGTH = GLOB_LENGTH = 500
RULES_KEPT = 500


def acknowledge(by: User, episode: DriftEpisode, reason: str, days: int) -> None:
    """The drift may wait, until the days are over or it grows. Once more replaces what was said before."""
    now, reason = timezone.now(), _reason(reason)
    if not 1 <= days <= LONGEST:
        raise Refused(_("Acknowledge drift for 1 to %(n)s days.") % {"n": LONGEST})
    with transaction.atomic():
        stack, current = _open(episode)
        current.acknowledged_by, current.acknowledged_at, current.acknowledged_reason = by, now, reason
        current.acknowledged_until = now + timedelta(days=days)
        current.save()
        tell(stack, "drift.acknowledged", now, by=by, episode=current.pk, days=days, reason=reason)


def unacknowledge(by: User, episode: DriftEpisode) -> None:
    """It may not wait any longer."""
    now = timezone.now()
    with transaction.atomic():
        stack, current = _open(episode)
        if current.acknowledged(now):
            current.acknowledged_until = now
            current.save()
            tell(stack, "drift.unacknowledged", now, by=by, episode=current.pk)


def assign(by: User, episode: DriftEpisode, owner: User | None) -> None:
    """Somebody looks after it, or nobody any more."""
    with transaction.atomic():
        stack, current = _open(episode)
        if current.owner != owner:
            current.owner = owner
            current.save()
            name = owner.get_username() if owner else None
            tell(stack, "drift.assigned", timezone.now(), by=by, episode=current.pk, owner=name)


def _open(episode: DriftEpisode) -> tuple[Stack, DriftEpisode]:
    """The stack first, as checks do, so that neither waits for the other for ever."""
    stack = held(episode.stack)
    current = DriftEpisode.objects.open().filter(pk=episode.pk).select_related("owner").first()
    if current is None:
        raise Refused(_("This drift is over: there is nothing left to decide."))
    return stack, current


def _reason(reason: str) -> str:
    reason = str(clean(reason)).strip()
    if not reason:
        raise Refused(_("Say why: those who look next want to know."))
    return reason[:REASON_LENGTH]


def add_noise_rule(
    by: User, scope: Stack | Repository, address: str, attribute: str, reason: str, days: int | None
) -> NoiseRule:
    """What matches no longer alarms, from the next check on. `days` None: for good."""
    now, reason = timezone.now(), _reason(reason)
    rule = Rule(_glob(address), _glob(attribute))
    if not rule.address or rule.covers_everything:
        raise Refused(_("Name a resource or an attribute: this rule would hide every drift there is."))
    if days is not None and not 1 <= days <= LONGEST:
        raise Refused(_("A noise rule holds for 1 to %(n)s days.") % {"n": LONGEST})
    stack = scope if isinstance(scope, Stack) else None
    repository = scope.repository if isinstance(scope, Stack) else scope
    if NoiseRule.objects.filter(repository=repository).count() >= RULES_KEPT:
        raise Refused(
            _("There are %(n)s noise rules already: remove those that are no longer needed.")
            % {"n": RULES_KEPT}
        )
    with transaction.atomic():
        made = NoiseRule.objects.create(
            repository=repository, stack=stack, address=rule.address, attribute=rule.attribute, reason=reason,
            created_by=by, created_at=now, expires_at=now + timedelta(days=days) if days else None,
        )  # fmt: skip
        _tell("noise.added", by, made, now, days=days)
    return made


def remove_noise_rule(by: User, rule: NoiseRule) -> None:
    """What it hid alarms again from the next check on."""
    with transaction.atomic():
        if NoiseRule.objects.filter(pk=rule.pk).delete()[0]:
            _tell("noise.removed", by, rule, timezone.now())


def _tell(kind: str, by: User, rule: NoiseRule, now: datetime, **data: int | None) -> None:
    words = {"address": rule.address, "attribute": rule.attribute, "reason": rule.reason}
    subject = f"{rule.repository.name}: {rule.address} {rule.attribute}".strip()[:250]
    Event.objects.create(
        kind=kind, actor=by, repository=rule.repository, stack=rule.stack, subject=subject,
        data={**words, **data}, at=now,
    )  # fmt: skip


def _glob(text: str) -> str:
    glob = str(clean(text)).strip()
    if len(glob) > GLOB_LENGTH:
        raise Refused(_("A noise rule names at most %(n)s characters.") % {"n": GLOB_LENGTH})
    return glob
