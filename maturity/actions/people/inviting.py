"""Invitations: a link that works once, for a week, and is known to whoever was given it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.actions.people.lockout import unlock
from maturity.actions.people.standing import administrators, end_sessions, tell
from maturity.models import Event, Invitation, InvitationKind, User

LASTS = timedelta(days=7)
FIRST_LASTS = timedelta(days=1)


def invite(by: User, email: str, *, administrator: bool = False) -> tuple[Invitation, str]:
    """The row, and the secret of its link: nobody can read it again."""
    if email and (_taken(email) or User.objects.filter(email__iexact=email).exists()):
        raise Refused(_("%(email)s has an account already.") % {"email": email})
    with transaction.atomic():
        Invitation.objects.open(timezone.now()).filter(email__iexact=email or "-").update(
            used_at=timezone.now()
        )
        made = _make(InvitationKind.JOIN, LASTS, by=by, email=email, administrator=administrator)
        Event.objects.create(
            kind="person.invited", actor=by, subject=email or _("somebody"), at=timezone.now(),
            data={"administrator": administrator},
        )  # fmt: skip
    return made


def way_back(by: User, user: User) -> tuple[Invitation, str]:
    """A link with which somebody sets a new password, or comes in by the provider from now on."""
    with transaction.atomic():
        user.invitations.open(timezone.now()).update(used_at=timezone.now())
        made = _make(InvitationKind.RETURN, LASTS, by=by, user=user)
        tell("person.let_back", by, user)
    return made


def first_link() -> str | None:
    """The secret of a link that makes the first administrator; older links are over. None: there is one."""
    if administrators().exists():
        return None
    with transaction.atomic():
        Invitation.objects.filter(purpose=InvitationKind.FIRST).delete()
        return _make(InvitationKind.FIRST, FIRST_LASTS, administrator=True)[1]


def _make(purpose: str, lasts: timedelta, **fields: Any) -> tuple[Invitation, str]:
    secret, now = Invitation.make(), timezone.now()
    return Invitation.objects.create(
        digest=Invitation.digest_of(secret), purpose=purpose, made_at=now, expires_at=now + lasts,
        made_by=fields.pop("by", None), **fields,
    ), secret  # fmt: skip


def withdraw(by: User, invitation: Invitation) -> None:
    with transaction.atomic():
        if invitation.take(timezone.now()):
            subject = invitation.email or str(invitation.user or "") or _("somebody")
            Event.objects.create(
                kind="invitation.withdrawn", actor=by, subject=subject, at=timezone.now(), data={}
            )


def link(secret: str) -> str:
    """The secret stands in the query, which is not logged, and leaves the address with the first answer."""
    return f"{settings.RUNGS_URL}{reverse('join')}?key={secret}"


def mail_link(email: str, secret: str) -> bool:
    """Whether it could be handed to the mail server."""
    text = _(
        "You are invited to Rungs. This link makes your account. It works once, until %(day)s:\n\n%(link)s\n"
    ) % {"day": (timezone.now() + LASTS).strftime("%Y-%m-%d"), "link": link(secret)}
    try:
        return bool(settings.RUNGS_EMAIL and send_mail(_("Your account for Rungs"), text, None, [email]))
    except OSError:
        return False


def is_good(invitation: Invitation) -> bool:
    """Open it is; but the first administrator is made once, and nobody comes back who was let go."""
    if invitation.purpose == InvitationKind.FIRST:
        return not administrators().exists()
    return invitation.user is None or invitation.user.is_active


def take(invitation: Invitation) -> None:
    """Raises Refused: somebody was faster."""
    if not (is_good(invitation) and invitation.take(timezone.now())):
        raise Refused(_("This link is not valid any more. Ask for another one."))


@transaction.atomic
def join(invitation: Invitation, username: str, first_name: str, last_name: str, password: str) -> User:
    """A new account with a password. Raises Refused."""
    take(invitation)
    user = User(username=username, first_name=first_name, last_name=last_name, email=invitation.email)
    user.set_password(password)
    user.is_superuser = user.is_staff = invitation.administrator
    user.save()
    settle(invitation, user)
    return user


def settle(invitation: Invitation, user: User) -> None:
    """The account is theirs, and so is the address an administrator invited."""
    Invitation.objects.filter(pk=invitation.pk).update(user=user)
    if invitation.email and not _taken(invitation.email):
        first = not EmailAddress.objects.filter(user=user, primary=True).exists()
        EmailAddress.objects.create(user=user, email=invitation.email.lower(), verified=True, primary=first)
    tell("person.joined", user, user, administrator=user.is_superuser)


@transaction.atomic
def come_back(invitation: Invitation, password: str) -> User:
    """A new password for an account that is here. Raises Refused."""
    take(invitation)
    user = invitation.user
    assert user is not None
    user.set_password(password)
    user.save(update_fields=["password"])
    returned(user)
    return user


def returned(user: User) -> None:
    unlock(user)
    end_sessions(user)
    tell("person.returned", user, user)


def _taken(email: str) -> bool:
    return bool(EmailAddress.objects.filter(email__iexact=email, verified=True).exists())
