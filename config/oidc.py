"""The identity provider, from the environment: one, of any make that speaks OpenID Connect."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.env import env_list, env_secret, env_text, env_url

ID = "oidc"
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
SCOPES = ("openid", "profile", "email")


def issuer(name: str) -> str:
    """Its address, as its tokens name it; "" where there is none."""
    if not env_secret(name):
        return ""
    value = env_url(name, "", schemes=("https", "http")).rstrip("/")
    parts = urlsplit(value)
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} must be an address alone: https://login.example.com/realms/acme.")
    if parts.scheme != "https" and parts.hostname not in LOCAL:
        raise ImproperlyConfigured(f"{name} is not https: what it says could be changed on the way.")
    return value


def apps(issuer_name: str, client_id: str, secret: str) -> list[dict[str, Any]]:
    """What allauth is told of the provider whose settings have these names; nothing where there is none."""
    address, title = issuer(issuer_name), env_text("RUNGS_OIDC_NAME", "single sign-on")[:40]
    client, password, asked = env_text(client_id), env_secret(secret), scopes("RUNGS_OIDC_SCOPES")
    if not address:
        return []
    if not client:
        raise ImproperlyConfigured(f"{client_id} is missing: the provider at {issuer_name} gives it out.")
    app = {
        "provider_id": ID,
        "name": title,
        "client_id": client,
        "secret": password,
        "settings": {"server_url": address, "scope": asked, "oauth_pkce_enabled": True},
    }
    return [app]


def scopes(name: str) -> list[str]:
    """Separated by commas or blanks; `openid` is always among them."""
    found = " ".join(env_list(name)).split() or list(SCOPES)
    return found if "openid" in found else ["openid", *found]
