"""Second factors: sealed at rest, drawn inline, and their codes counted like passwords."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from hashlib import sha256
from typing import Any

import qrcode
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base import forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from maturity.accounts.adapter import admit
from maturity.accounts.words import MFA_ERRORS
from maturity.actions.people import lockout
from maturity.models import User
from maturity.models.sealed import Unreadable, seal, unseal

View = Callable[..., HttpResponseBase]


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, **MFA_ERRORS}

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def _get_site_name(self) -> str:
        return f"Rungs {settings.RUNGS_HOST}"

    def build_totp_svg(self, url: str) -> str:
        """Part of the page: a picture in a `data:` address is not let in. Black on white in the dark too."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        code.make(fit=True)
        rows = code.get_matrix()
        dots = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        return format_html(
            '<svg class="qr" width="200" height="200" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" '
            'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{0}v{0}H0z"/><path d="{2}"/></svg>',
            len(rows), _("QR code for the authenticator app"), dots,
        )  # fmt: skip

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return _("Security key")


class Counted:
    """A form that asks for a code: from the app, or a recovery code."""

    user: User
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        attempt = admit(context.request, lockout.codes_of(self.user))
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except Unreadable:
            attempt.succeeded()
            said = _(
                "This account's codes were sealed with a key that is not here. An administrator can help."
            )
            raise ValidationError(said) from None
        except ValidationError:
            attempt.failed(self.user)
            raise
        if not _first_time(self.user, code):
            attempt.failed(self.user)
            raise get_adapter().validation_error("incorrect_code")
        attempt.succeeded()
        return code


def _first_time(user: User, code: str) -> bool:
    """A code of the app is good for 90 seconds and for one use; allauth remembers it for 30."""
    seconds = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
    digest = sha256("".join(code.split()).encode()).hexdigest()
    return cache.add(f"code-used:{user.pk}:{digest}", 1, timeout=seconds)


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    """Until the app is confirmed its secret waits in the session, which is a row: sealed there too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        with suppress(KeyError, Unreadable):  # a secret that cannot be read is made anew
            session[SECRET_SESSION_KEY] = unseal(session.pop(SECRET_SESSION_KEY))
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = seal(self.secret)


def or_lost(view: View) -> View:
    """Recovery codes whose seed was sealed with a key that is gone: new ones can still be made."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
            return answer.render() if isinstance(answer, SimpleTemplateResponse) else answer
        except Unreadable:
            return render(request, "mfa/recovery_codes/lost.html", status=409)

    return answered


class AuthenticateForm(Counted, forms.AuthenticateForm):
    pass


class ReauthenticateForm(Counted, forms.ReauthenticateForm):
    pass
