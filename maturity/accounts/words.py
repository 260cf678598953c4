"""What allauth says, in our words. Of its messages the others are not said: the page shows what happened."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WRONG = _("The name or the password is wrong. Capital letters matter in the password.")

ERRORS = {
    "username_password_mismatch": WRONG,
    "email_password_mismatch": WRONG,
    "invalid_login": WRONG,
    "incorrect_password": _("The password is wrong."),
    "enter_current_password": _("The current password is wrong."),
    "incorrect_code": _("The code is wrong, or its time is over."),
    "too_many_login_attempts": _("Too many attempts failed. Wait a little, then try again."),
    "rate_limited": _("Too many requests came at once. Wait a minute, then try again."),
    "invalid_password_reset": _("The link is not valid any more."),
}

MFA_ERRORS = {
    "incorrect_code": _("The code is wrong, or its time is over."),
    "cannot_generate_recovery_codes": _("Add an authenticator app or a security key first."),
    "cannot_delete_authenticator": _("Your role needs a second factor: add another one first."),
}

MESSAGES = {
    "account/messages/password_changed.txt": _("The password was changed. Other sessions have ended."),
    "account/messages/password_set.txt": _("The password was set."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The security key is added."),
    "mfa/messages/webauthn_removed.txt": _("The security key is removed."),
}
