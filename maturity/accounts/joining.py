"""Whom the identity provider let in: which account that is, and whether there may be a new one.

An account belongs to one identity: the issuer and its name for the person. An e-mail address leads to an
account only when the provider vouches for it, we know it as verified too, and no other identity has that
account: an address can be given to somebody else, and changed at the provider. All else needs an
administrator's invitation.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.accounts import groups
from maturity.actions.errors import Refused
from maturity.actions.people import inviting
from maturity.actions.people.standing import tell
from maturity.models import Invitation, InvitationKind, User

HELD = "invitation"


def hold(request: HttpRequest, secret: str) -> Invitation | None:
    """Remembered in the session, so that the secret leaves the address."""
    found = Invitation.objects.open(timezone.now()).of(secret).first()
    if found is not None:
        request.session[HELD] = found.pk
    return found


def held(request: HttpRequest) -> Invitation | None:
    """The invitation this person came with, while it is good."""
    pk = request.session.get(HELD)
    known = Invitation.objects.open(timezone.now()).select_related("user")
    found = known.filter(pk=pk).first() if pk else None
    return found if found is not None and inviting.is_good(found) else None


def find_account(request: HttpRequest, login: SocialLogin) -> None:
    """Connects the identity with its account, or leaves it to become a new one. Raises Refused."""
    if not login.is_existing:
        user = _account(request, login)
        if user is None:
            return
        login.connect(request, user)
    assert isinstance(login.user, User)
    apply_groups(login.user, login)


def _account(request: HttpRequest, login: SocialLogin) -> User | None:
    invitation = held(request)
    if invitation is not None and invitation.purpose == InvitationKind.RETURN:
        return _back(request, invitation)
    email = login.email_addresses[0].email if login.email_addresses else ""
    user = _of_address(email)
    if user is None:
        _expect_welcome(login, email, invitation)
    return user


def _back(request: HttpRequest, invitation: Invitation) -> User:
    user = invitation.user
    assert user is not None
    if _has_identity(user):
        raise Refused(_("This account has another identity of the provider already."))
    inviting.take(invitation)
    inviting.returned(user)
    del request.session[HELD]
    return user


def _of_address(email: str) -> User | None:
    """The one account whose verified address this is."""
    if not email:
        return None
    owner = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    user = owner.user if owner else None
    if user is None and not User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email)).exists():
        return None
    if not isinstance(user, User) or _has_identity(user):
        raise Refused(
            _("%(email)s belongs to an account here. An administrator can make you a link into it.")
            % {"email": email}
        )
    return user


def _has_identity(user: User) -> bool:
    return bool(SocialAccount.objects.filter(user=user).exists())


def _expect_welcome(login: SocialLogin, email: str, invitation: Invitation | None) -> None:
    """Sets what the invitation gives. Raises Refused."""
    if invitation is not None:
        inviting.take(invitation)
        login.state[HELD] = invitation.pk
        assert isinstance(login.user, User)
        login.user.is_superuser = login.user.is_staff = invitation.administrator
        return
    domains = settings.RUNGS_OIDC_DOMAINS
    if domains and email.rpartition("@")[2].lower() not in domains:
        raise Refused(_("You have no account here. An administrator can invite you."))


def joined(request: HttpRequest, login: SocialLogin) -> None:
    """The new account is saved."""
    assert isinstance(login.user, User)
    taken = login.state.get(HELD)
    if taken is not None:
        inviting.settle(Invitation.objects.get(pk=taken), login.user)
        request.session.pop(HELD, None)
    else:
        tell("person.joined", login.user, login.user, administrator=False)
    apply_groups(login.user, login)


def apply_groups(user: User, login: SocialLogin) -> None:
    told = groups.told_by(login.account.extra_data)
    if told is not None:
        groups.sync(user, told)
