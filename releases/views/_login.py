"""How a person signed in: their word is kept with it."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from maturity.views._http import person

MOST = 100
WAYS = {
    "password": "password",
    "mfa": "second factor",
    "socialaccount": "single sign-on",
    "code": "mailed code",
}


def login_of(request: HttpRequest) -> str:
    """As allauth noted it: "password", "password, totp", "webauthn", "single sign-on (acme)". "": not known.

    What was asked for once more on the way to a page of settings does not count.
    """
    records = get_authentication_records(request, person(request))
    ways = [_way(one) for one in records if not one.get("reauthenticated")]
    return ", ".join(dict.fromkeys(filter(None, ways)))[:MOST]


def _way(record: dict[str, Any]) -> str:
    method = str(record.get("method") or "")
    if method == "mfa":
        return str(record.get("type") or WAYS[method])
    provider = str(record.get("provider") or "")
    word = WAYS.get(method, method)
    return f"{word} ({provider})" if provider else word
