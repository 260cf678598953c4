"""Template tags of the pages about signing in."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from django import template
from django.conf import settings
from django.template import Context
from django.utils.translation import gettext as _

from maturity.accounts import second_factor
from maturity.actions.people.standing import administrators
from maturity.models import User
from maturity.words import devices

register = template.Library()


@register.simple_tag(takes_context=True)
def ways(context: Context) -> dict[str, Any]:
    """How one can sign in here. Where passwords are switched off, `?password=1` still shows the fields."""
    request = context["request"]
    return {
        "password": settings.RUNGS_PASSWORD_LOGIN or "password" in request.GET or request.method == "POST",
        "offered": settings.RUNGS_PASSWORD_LOGIN,
        "oidc": settings.RUNGS_OIDC_APPS[0]["name"] if settings.RUNGS_OIDC_APPS else "",
        "mail": settings.RUNGS_EMAIL,
        "next": get_next_redirect_url(request) or "",
        "nobody": not administrators().exists(),
    }


@register.simple_tag
def otherwise(way: str) -> str:
    said = {
        "reauthenticate": _("Use the password"),
        "mfa_reauthenticate": _("Use a code of the app, or a recovery code"),
        "mfa_reauthenticate:webauthn": _("Use a security key"),
    }
    return said.get(way, way)


@register.filter
def device(user_agent: str) -> str:
    return devices.in_words(user_agent)


@register.simple_tag(takes_context=True)
def missing_factor(context: Context) -> bool:
    """Whether nothing else opens before a second factor is set up."""
    user = context["request"].user
    return isinstance(user, User) and second_factor.is_missing(user)
