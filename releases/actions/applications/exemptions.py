"""Resources that a release may destroy all the same, until a day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions import Refused
from maturity.models import User
from releases.actions.locking import take_turn
from releases.actions.telling import tell
from releases.models import Application, DestroyExemption

MOST = 50


class Exempted(Struct, frozen=True, kw_only=True):
    """address: a glob of resource addresses. until: the last day it holds."""

    address: str
    reason: str
    until: date


def exempt(by: User, application: Application, wanted: Exempted) -> DestroyExemption:
    """Raises Refused when there are too many of them to keep in mind."""
    now = timezone.now()
    with transaction.atomic():
        take_turn(application.pk)
        if application.exemptions.filter(until__gte=now.date()).count() >= MOST:
            raise Refused(_("An application has at most %(n)s exemptions at a time.") % {"n": MOST})
        made = DestroyExemption.objects.create(
            application=application, address=wanted.address, reason=wanted.reason, until=wanted.until,
            by=by.get_username(), created_at=now,
        )  # fmt: skip
        tell(
            "application.exempted", by, application, address=wanted.address, reason=wanted.reason,
            until=wanted.until.isoformat(),
        )  # fmt: skip
    return made


def unexempt(by: User, application: Application, exemption: DestroyExemption) -> None:
    with transaction.atomic():
        if exemption.delete()[0]:
            tell("application.unexempted", by, application, address=exemption.address)
