"""Of allauth's pages those that are offered here, each with who may open it. None lets people sign up."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path, re_path
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from maturity.access import login, public
from maturity.accounts import oidc
from maturity.accounts.mfa import or_lost
from maturity.views.joining import join

View = Callable[..., HttpResponseBase]


def by_mail(view: View) -> View:
    """Offered only where mail can be sent."""

    @wraps(view)
    def offered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.RUNGS_EMAIL:
            raise Http404
        return view(request, *args, **kwargs)

    return public(offered)


urlpatterns = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(require_POST(account.logout)), name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("join/", join, name="join"),
    path("reauthenticate/", login(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", login(account.password_change), name="account_change_password"),
    path("password/set/", login(account.password_set), name="account_set_password"),
    path("password/reset/", by_mail(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", by_mail(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,20})-(?P<key>[0-9A-Za-z-]{1,100})/$",
        by_mail(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        by_mail(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", login(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", public(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", login(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/app/", login(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/app/remove/", login(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/codes/", login(or_lost(codes.view_recovery_codes)), name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", login(or_lost(codes.generate_recovery_codes)), name="mfa_generate_recovery_codes"),
    path("2fa/keys/", login(keys.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/keys/add/", login(keys.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/keys/login/", public(keys.login_webauthn), name="mfa_login_webauthn"),
    path("2fa/keys/reauthenticate/", login(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("2fa/keys/<int:pk>/", login(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path("2fa/keys/<int:pk>/remove/", login(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("oidc/", public(oidc.begin), name="oidc_login"),
    path("oidc/callback/", public(oidc.finish), name="oidc_callback"),
    path(
        "oidc/cancelled/",
        public(TemplateView.as_view(template_name="socialaccount/login_cancelled.html")),
        name="socialaccount_login_cancelled",
    ),
]
