"""What a token may be good for. One file here, or in another app's `verbs`, is one verb."""

from __future__ import annotations

from functools import cache

from django.utils.functional import Promise
from msgspec import Struct

from maturity import folders


class Verb(Struct, frozen=True):
    """key: as a token's row and the API name it. about: what it lets a machine do, in one line."""

    key: str
    title: str | Promise
    about: str | Promise


@cache
def all_verbs() -> dict[str, Verb]:
    """By key, in order of their files."""
    return {verb.key: verb for verb in folders.members("verbs", "VERB")}
