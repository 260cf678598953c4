"""Sign-in by the identity provider. allauth speaks OpenID Connect; here is what it leaves to us.

It checks the state, PKCE, and issuer, audience and expiry of the token, which it fetches itself over TLS.
Added: the nonce, that both answers are about one person, an issuer that is the one that was set, and who
may come in.
"""

from __future__ import annotations

import logging
from hashlib import sha256
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from requests.exceptions import RequestException

from maturity.accounts import joining
from maturity.actions.errors import Refused

log = logging.getLogger(__name__)
ID = "oidc"
YES = (True, "true")


class Speaker(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self) -> Any:
        """What the provider says of itself, if it is the one that was asked."""
        told = super().openid_config
        expected = self.get_provider().app.settings["server_url"]
        if str(told.get("issuer", "")).rstrip("/") != expected:
            raise OAuth2Error("the provider names another issuer than RUNGS_OIDC_ISSUER")
        return told

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Where people find Rungs, whatever host this request was sent to."""
        return f"{settings.RUNGS_URL}{reverse('oidc_callback')}"


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Speaker

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("oidc_login")

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where to go afterwards is all that an address may say: scopes and the rest are the settings'."""
        asked = super().get_redirect_from_request_kwargs(request)
        return {"next_url": asked.get("next_url"), "process": AuthProcess.LOGIN}

    def redirect(self, request: HttpRequest, process: Any, *args: Any, **more: Any) -> Any:
        nonce = get_random_string(32)
        more["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        return super().redirect(request, process, *args, nonce=nonce, **more)

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The person at this issuer: another one may give the same name to somebody else."""
        return sha256(f"{_token(data).get('iss')}\n{super().extract_uid(data)}".encode()).hexdigest()

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Those it vouches for. Some say "false" as a word."""
        told = data.get("userinfo") or _token(data)
        email = told.get("email")
        if not isinstance(email, str) or told.get("email_verified") not in YES:
            return []
        return [EmailAddress(email=email.lower(), verified=True, primary=True)]

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        found = super().extract_common_fields(data)
        return {name: value for name, value in found.items() if isinstance(value, str) and name != "email"}


def _token(data: dict[str, Any]) -> dict[str, Any]:
    return data.get("id_token") or {}


class SocialAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """From the environment alone: no row can add a provider."""
        return [SocialApp(provider="openid_connect", **app) for app in settings.RUNGS_OIDC_APPS]

    def get_provider(self, request: Any, provider: Any, client_id: Any = None) -> Provider:
        return Provider(request, app=self.get_app(request, provider=ID))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """`pre_social_login` let them in."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        expect_genuine(sociallogin)
        try:
            joining.find_account(request, sociallogin)
        except Refused as refusal:
            page = render(request, "socialaccount/refused.html", {"why": refusal.message}, status=403)
            raise ImmediateHttpResponse(page) from None

    def on_authentication_error(self, request: HttpRequest, provider: Any, **told: Any) -> None:
        """Why is for the log alone; what the provider sent stays out of it, it may hold a token."""
        error = told.get("exception")
        ours = isinstance(error, PermissionDenied)  # of `expect_genuine`
        why = error if ours else type(error).__name__ if error else "no answer"
        log.warning("signing in by the identity provider did not work: %s", why)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        joining.joined(request, sociallogin)
        return user


def expect_genuine(sociallogin: SocialLogin) -> None:
    """PermissionDenied becomes the page that says that it did not work."""
    told = sociallogin.account.extra_data
    token, info = told.get("id_token") or {}, told.get("userinfo") or {}
    if not token or token.get("nonce") != sociallogin.state.get("nonce"):
        raise PermissionDenied("the answer belongs to another question")
    if info and info.get("sub") != token.get("sub"):
        raise PermissionDenied("the token and the description are of two people")


@login_not_required
def begin(request: HttpRequest) -> HttpResponseBase:
    """Not as a redirect: `form-action 'self'` would stop it, and providers live on many hosts."""
    answer = _view(OAuth2LoginView, request)
    if answer.status_code != 302:
        return answer
    address = answer.headers["Location"]
    page = render(request, "socialaccount/leaving.html", {"address": address})
    page.headers["Refresh"] = f"0; url={address}"
    return page


@login_not_required
def finish(request: HttpRequest) -> HttpResponseBase:
    return _view(OAuth2CallbackView, request)


def _view(kind: Any, request: HttpRequest) -> HttpResponseBase:
    speaker = Speaker(request, ID)
    try:
        answer: HttpResponseBase = kind.adapter_view(speaker)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (RequestException, OAuth2Error, KeyError, TypeError, ValueError) as error:
        log.warning("the identity provider cannot be used: %s", type(error).__name__)
        return render(request, "socialaccount/authentication_error.html", status=502)
    return answer
