"""What a machine that waits is answered: a pure decision."""

from __future__ import annotations

from msgspec import Struct

from releases.core import asking
from releases.core.asking import Told
from releases.core.environments import Environment

APPROVED, REJECTED = "approved", "rejected"
MOST = 1000


class Answer(Struct, frozen=True):
    """state: APPROVED or REJECTED. comment: why, for people."""

    state: str
    comment: str


def without_release(environment: Environment | None, named: str, *, known: bool) -> Answer | None:
    """What needs no look at a release. known: whether the application is."""
    if environment is None:
        text = f'Rungs knows no environment "{named}": call it stage or prod.'
        return Answer(REJECTED, text)
    if environment == Environment.STAGE:
        return Answer(APPROVED, "Nothing waits on the way to Stage.")
    if not known:
        return Answer(REJECTED, "Rungs cannot tell which application this is: add it, or give it its tags.")
    return None


def refused(told: Told, page: str) -> Answer:
    """Of a release that never will go."""
    return Answer(REJECTED, f"{asking.comment(told.blockers)}\n{page}".strip()[:MOST])
