"""As whom somebody may have written commits: every address and every name that is known of their account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F
from msgspec import structs

from maturity.models import User
from releases.actions.principals import role_in
from releases.core.quorum import Voter

CLAIMS = ("preferred_username", "nickname", "login", "username")
LONGEST = 254


def voters(accounts: Iterable[int], team: int | None) -> dict[int, Voter]:
    """By account, as they are now, in one query: their role in the team, the addresses of their accounts, and
    what the identity provider says of them. A claim that is wrong only leaves out whoever makes it.
    """
    wanted = set(accounts)
    people = User.objects.with_standing().filter(pk__in=wanted)
    rows = people.annotate(address=F("emailaddress__email"), told=F("socialaccount__extra_data"))
    found: dict[int, Voter] = {}
    for one in rows if wanted else ():  # a row for each address and identity
        known = found.get(one.pk) or Voter(account=one.pk, username=one.username, role=role_in(one, team))
        names = [*known.logins, *_claims(one.told)]
        emails = [*known.emails, one.email, one.address or "", *(name for name in names if "@" in name)]
        found[one.pk] = structs.replace(
            known, emails=tuple(sorted({*emails} - {""})),
            logins=tuple(sorted({name for name in names if "@" not in name})),
        )  # fmt: skip
    return found


def _claims(told: Any) -> Iterator[str]:
    """OpenID Connect keeps them in two parts, others at the top."""
    top = told if isinstance(told, dict) else {}
    for part in (top, top.get("userinfo"), top.get("id_token")):
        claims = part if isinstance(part, dict) else {}
        for name in (*CLAIMS, "email"):
            said = claims.get(name)
            if isinstance(said, str) and 0 < len(said) <= LONGEST:
                yield said.strip()
