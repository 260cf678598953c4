"""The logins an administrator set, one for a host: for git and for its API alike. They are in no row."""

from __future__ import annotations

import re

from django.conf import settings
from msgspec import Struct

from maturity.adapters.address import Address

# A login is sent where nobody can listen, or not at all.
SAFE_FOR_LOGIN = ("https",)


class Login(Struct, frozen=True):
    user: str
    token: str


def login_for(address: Address) -> Login | None:
    """The one set for the host, when it may be sent to this address."""
    return login_of(address.host) if address.scheme in SAFE_FOR_LOGIN else None


def login_of(host: str) -> Login | None:
    """One "host user token" of RUNGS_GIT_CREDENTIALS."""
    for line in re.split(r"[;\n]", settings.RUNGS_GIT_CREDENTIALS):
        words = line.split()
        if len(words) == 3 and words[0].lower() == host:
            return Login(words[1], words[2])
    return None
