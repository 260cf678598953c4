"""A release that passed its checks and lacks sign-off, for those whose word on it would count."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from maturity.models import Role, User
from maturity.waiting import NOTHING, Item, Row, Source, concern
from releases.core.quorum import NOREPLY, ROLES
from releases.core.state import State
from releases.models import SignOff, Waiver
from releases.models.releases import ReleaseQuerySet
from releases.waiting import _releases


def found(user: User, now: datetime) -> ReleaseQuerySet:
    """Not of their own making: see core.quorum.excluded. Who spoke already has nothing more to say."""
    ready = _releases.in_state(user, State.READY).filter(authors__isnull=False)
    named = ready.annotate(
        asked=Cast(KeyTextTransform("approvals", "checklist_body"), TextField()),
        wrote=Cast("authors", TextField()),
    )
    spoke = SignOff.objects.standing().filter(person=user, item="")
    waived = Waiver.objects.filter(person=user, ended_at=None, until__gt=now)
    others = named.exclude(pk__in=spoke.values("release")).exclude(pk__in=waived.values("release"))
    return others.filter(_asked(user)).exclude(_own(user))


def _asked(user: User) -> Q:
    """One of the roles that are asked for is theirs in the team of the application."""
    asked = NOTHING
    for role, level in ROLES.items():
        asked |= Q(asked__contains=f'"{role}"') & concern(user, Role(level), "application__team")
    return asked


def _own(user: User) -> Q:
    own = Q(author=user) | Q(author_name__iexact=user.username)
    own |= Q(wrote__icontains=f'"{user.username}{NOREPLY}"') | Q(
        wrote__icontains=f"+{user.username}{NOREPLY}"
    )
    if user.email:
        own |= Q(author_email__iexact=user.email) | Q(wrote__icontains=f'"{user.email}"')
    return own


def say(row: Row, now: datetime) -> Item:
    reason = _("It passed its checks and waits for sign-off, for %(span)s.")
    return _releases.item(row, "sign", "c-info", reason, _("Sign off"), now)


SOURCE = Source(
    name="release_to_sign",
    weight=30,
    found=found,
    least=None,
    team="application__team",
    columns={"at": F("state_at"), **_releases.columns()},
    say=say,
)
