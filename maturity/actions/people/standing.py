"""What becomes of an account: let go and taken back, made administrator, given a new start."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.actions.people.lockout import unlock
from maturity.models import Event, Told, User


def administrators() -> Any:
    return User.objects.filter(is_superuser=True, is_active=True)


@transaction.atomic
def deactivate(by: User, user: User) -> None:
    """They cannot sign in, and their sessions end. Tokens they made go on: pipelines use them."""
    _expect_another(by, user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        end_sessions(user)
        tell("person.deactivated", by, user)


@transaction.atomic
def reactivate(by: User, user: User) -> None:
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        unlock(user)
        tell("person.reactivated", by, user)


@transaction.atomic
def make_administrator(by: User, user: User) -> None:
    """They sign in anew: no session from before becomes an administrator's. Given by a person, it stays."""
    given = {"is_superuser": True, "is_staff": True, "admin_by": Told.PERSON}
    was = User.objects.filter(pk=user.pk, is_superuser=True).exists()
    User.objects.filter(pk=user.pk).update(**given)
    if not was:
        end_sessions(user)
        tell("administrator.made", by, user)


@transaction.atomic
def unmake_administrator(by: User, user: User) -> None:
    _expect_another(by, user)
    mine = User.objects.filter(pk=user.pk, is_superuser=True)
    if mine.update(is_superuser=False, is_staff=False, admin_by=Told.PERSON):
        end_sessions(user)
        tell("administrator.unmade", by, user)


@transaction.atomic
def reset_second_factor(by: User | None, user: User) -> None:
    """For who lost the phone and the codes. Their sessions end, and they wait no more."""
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    unlock(user)
    end_sessions(user)
    if removed:
        tell("second_factor.reset", by, user)


def _expect_another(by: User, user: User) -> None:
    """Nobody locks the door behind everybody. The rows are held, so that two cannot do it to each other."""
    held = list(administrators().select_for_update().order_by("pk").values_list("pk", flat=True))
    if by.pk == user.pk:
        raise Refused(_("You cannot do this to your own account: ask another administrator."))
    if by.pk not in held:
        raise Refused(_("You are no administrator any more."))


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def tell(kind: str, by: User | None, user: User, **data: Any) -> None:
    Event.objects.create(kind=kind, actor=by, subject=user.username, at=timezone.now(), data=data)
