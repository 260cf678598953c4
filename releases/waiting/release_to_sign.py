"""A word that a release waits for, on an item or on the whole of it: of those whose word would count."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _
from msgspec.structs import replace

from maturity.access import seen
from maturity.models import Role, User
from maturity.waiting import NOTHING, Item, Row, Source, concern
from maturity.words import engine
from releases.core.known import WHOLE
from releases.core.machine import SIGNED_IN
from releases.core.quorum import BOT, NOREPLY, ROLES
from releases.models import Decision, SignOff, SignOffRequest, Waiver
from releases.waiting import _releases

APPLICATION = "release__application__"
BETWEEN = "\n"  # what no key of an item has


def found(user: User, now: datetime) -> QuerySet[Any]:
    """Not of their own making: see core.quorum.excluded. Who agreed to the whole is not asked again."""
    asked = SignOffRequest.objects.filter(
        seen(user, APPLICATION), _role(user), release__state__in=SIGNED_IN, since__lte=now
    ).exclude(release__digest="")
    if user.username.casefold().endswith(BOT):
        return asked.none()
    same = {"release": OuterRef("release"), "person": user, "digest": OuterRef("release__digest")}
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    agreed = SignOff.objects.standing().filter(lasting, **same, item=WHOLE, decision=Decision.APPROVE)
    waived = Waiver.objects.filter(**same, ended_at=None, until__gt=now)
    told = asked.annotate(wrote=Coalesce(Cast("release__authors", TextField()), Value("", TextField())))
    others = told.filter(~Exists(waived), Q(~Q(item=WHOLE) | ~Exists(agreed)))
    return others.exclude(_own(user))


def _role(user: User) -> Q:
    """Of roles that are asked for, those that are theirs in the team of the application."""
    own = NOTHING
    for level in ROLES.values():
        own |= Q(role=level) & concern(user, Role(level), f"{APPLICATION}team")
    return own


def _own(user: User) -> Q:
    own = Q(release__author=user) | Q(release__author_name__iexact=user.username)
    for mark in ('"', "+", "-"):  # what stands before the name in an address of GitHub or GitLab
        own |= Q(wrote__icontains=f"{mark}{user.username}{NOREPLY}")
    if user.email:
        own |= Q(release__author_email__iexact=user.email) | Q(wrote__icontains=f'"{user.email}"')
    return own | Q(Exists(_addresses(user)))


def _addresses(user: User) -> QuerySet[EmailAddress]:
    """Those of theirs that wrote commits of the release it is asked for."""
    quoted = Concat(Value('"'), F("email"), Value('"'), output_field=TextField())
    wrote = ExpressionWrapper(OuterRef("wrote"), output_field=TextField())
    mine = EmailAddress.objects.filter(user=user).annotate(wrote=wrote)
    found: QuerySet[EmailAddress] = mine.filter(wrote__icontains=quoted)
    return found


def say(row: Row, now: datetime) -> Item:
    key, _between, title = row.environment.partition(BETWEEN)
    if not key:
        reason = _("It waits for your sign-off, for %(span)s.")
        return _releases.item(row, "sign", "c-info", reason, _("Sign off"), now)
    item = _releases.item(
        row, "sign", "c-info", _("It waits for your answer, for %(span)s."), _("Answer"), now
    )
    title = _("%(name)s: %(what)s") % {"name": item.title, "what": engine.said(title)}
    return replace(item, title=title, url=f"{item.url}#i-{key}")


SOURCE = Source(
    name="release_to_sign",
    weight=30,
    found=found,
    least=None,
    team="release__application__team",
    columns={
        "at": F("since"), **_releases.columns("release__"),
        "environment": Concat("item", Value(BETWEEN), "title", output_field=TextField()),
    },
    say=say,
)  # fmt: skip
