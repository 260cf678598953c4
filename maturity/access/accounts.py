"""Accounts of people: for administrators of the organisation alone."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maturity.access.roles import Person, expect
from maturity.models import ApiToken, GroupGrant, Invitation, Role, User
from maturity.models.connections import ApiTokenQuerySet
from maturity.models.invitations import InvitationQuerySet


def accounts_for_write(user: Person) -> QuerySet[User]:
    expect(user, Role.ADMIN)
    return User.objects.all()


def account_for_write(user: Person, pk: int) -> User:
    return get_object_or_404(accounts_for_write(user), pk=pk)


def tokens_made_by(user: Person, maker: User) -> ApiTokenQuerySet:
    """What works on although its maker may be gone."""
    expect(user, Role.ADMIN)
    return ApiToken.objects.filter(created_by=maker).in_force(timezone.now())


def invitations_for_write(user: Person) -> InvitationQuerySet:
    expect(user, Role.ADMIN)
    return Invitation.objects.all()


def grants_for_write(user: Person) -> QuerySet[GroupGrant]:
    expect(user, Role.ADMIN)
    return GroupGrant.objects.all()
