"""Noise rules: drift that needs nobody, told apart before anybody is alarmed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from maturity.core.plans.change import Action, Difference, Finding, ResourceChange


class Rule(Struct, frozen=True):
    """Both are globs in which only `*` and `?` are special: addresses are full of brackets.

    attribute  "" stands for the whole resource; "tags" covers "tags.Team" too
    """

    address: str
    attribute: str = ""

    def covers(self, address: str) -> bool:
        return _matches(address, self.address)

    def covers_attribute(self, path: str) -> bool:
        glob = self.attribute
        return _matches(path, glob, f"{glob}.*", f"{glob}[*")

    @property
    def covers_everything(self) -> bool:
        """Nothing would ever alarm again."""
        return not self.address.strip("*") and not self.attribute.strip("*")


def _matches(text: str, *globs: str) -> bool:
    """Any of them. The patterns never go back, so no text takes long."""
    return _pattern(globs).match(text) is not None


@lru_cache(maxsize=2000)
def _pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(glob.replace("[", "[[]")) for glob in globs))


class Sifted(Struct, frozen=True):
    """
    alarming  what somebody must look at, without the attributes that rules took out
    ignored   resources that rules took out altogether
    """

    alarming: tuple[ResourceChange, ...]
    ignored: tuple[ResourceChange, ...]


def sift(changes: Iterable[ResourceChange], rules: Iterable[Rule]) -> Sifted:
    """A rule for attributes never hides that a resource was deleted, nor what a plan without values shows."""
    every = tuple(rules)
    globs = tuple(rule.address for rule in every)
    alarming: list[ResourceChange] = []
    ignored: list[ResourceChange] = []
    for change in changes:
        if change.alarming:
            covered = bool(globs) and _matches(change.address, *globs)
            left = _left(change, [rule for rule in every if rule.covers(change.address)] if covered else [])
            (ignored if left is None else alarming).append(left or change)
    return Sifted(tuple(alarming), tuple(ignored))


def _left(change: ResourceChange, rules: list[Rule]) -> ResourceChange | None:
    if any(not rule.attribute for rule in rules):
        return None
    if not rules or not change.drift or change.outside is Action.DELETE:
        return change
    left = tuple(one for one in change.drift if not _covered(one, rules))
    return replace(change, drift=left) if left else None


def _covered(difference: Difference, rules: Iterable[Rule]) -> bool:
    return any(rule.covers_attribute(difference.path) for rule in rules)


def finding_of(alarming: int, pending: int) -> Finding:
    """What a check found once the rules have spoken."""
    if alarming:
        return Finding.DRIFTED_AND_PENDING if pending else Finding.DRIFTED
    return Finding.PENDING if pending else Finding.IN_SYNC
