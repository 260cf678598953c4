"""Comments of plan bots, one file for each bot: it recognises its own and says what they tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from msgspec.structs import replace

from maturity.core import registry
from maturity.core.pulls.seen import Comment, Said
from maturity.core.pulls.words import MOST

MOST_STACKS = 200

Reader = Callable[[Comment], list[Said] | None]


@cache
def _readers() -> tuple[Reader, ...]:
    return tuple(registry.load(__name__, "read"))


def read(comment: Comment, *, author: str = "") -> list[Said]:
    """What a comment says of plans. Nothing when its writer is no bot of ours.

    author  who opened the pull request: a person does not speak for the plan of their own change
    """
    person = not comment.author.endswith("[bot]")
    if not comment.trusted or (person and comment.author == author):
        return []
    short = replace(comment, body=comment.body[:MOST].replace("\r\n", "\n"))
    for reader in _readers():
        found = reader(short)
        if found is not None:
            return list(_apart(found))
    return []


def _apart(found: Iterable[Said]) -> Iterable[Said]:
    """One for each stack, the last one that is told."""
    return list({one.key: one for one in found}.values())[:MOST_STACKS]
