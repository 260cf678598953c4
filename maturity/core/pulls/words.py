"""The words terraform and its kin end a plan with, found in foreign text. Every pattern is linear."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from maturity.core.pulls.seen import Said, State

MOST = 200_000  # characters of one comment that are looked at
MANY = 1_000_000_000

Counts = dict[str, int]
_NAMES = ("add", "change", "destroy", "import", "forget", "move")

# What may stand before the words of a line: emphasis, a quote, or tags as in "<summary>Plan: …".
_BEFORE = r"^ {0,2}(?:[>*_]{1,3} ?)?(?:<[a-z/][^<>\n]{0,60}>){0,4}(?:[*_]{1,3})?"
_PLAN = re.compile(_BEFORE + r"Plan: (?P<rest>\d[^\n]{0,200})", re.M)
_PART = re.compile(r"(\d{1,9}) to (add|change|destroy|import|forget|move)\b")
_NOTHING = re.compile(_BEFORE + r"(?:→ )?No changes\b", re.M)
_OUTPUTS = re.compile(_BEFORE + r"Changes to Outputs\b", re.M)
_ERROR = re.compile(r"^ {0,2}(?:[│|╷] ?)?(?:<[a-z/][^<>\n]{0,60}>){0,4}Error: ", re.M)
_SIGNED = re.compile(r"(?<!\w)\+ ?(\d{1,9})[ ,|]{1,3}~ ?(\d{1,9})[ ,|]{1,3}- ?(\d{1,9})(?!\w)")
_APPLIED = re.compile(_BEFORE + r"Apply complete!", re.M)


class Result(Struct, frozen=True):
    """What a text says of one plan, or of several summed up. Counts None: it names none."""

    state: State
    add: int | None = None
    change: int | None = None
    destroy: int | None = None


def result(text: str) -> Result | None:
    """The outcome a text tells, or None. An error outweighs the counts that were printed before it."""
    text = text[:MOST]
    if _ERROR.search(text):
        return Result(State.ERRORED)
    if _APPLIED.search(text):
        return Result(State.APPLIED)
    plans = [_counts(found["rest"]) for found in _PLAN.finditer(text)]
    if plans:
        return summed(plans, moved=_anything(text))
    if _OUTPUTS.search(text):
        return Result(State.CHANGED, 0, 0, 0)
    return Result(State.UNCHANGED, 0, 0, 0) if _NOTHING.search(text) else None


def parts(beginning: re.Pattern[str], text: str) -> list[tuple[re.Match[str], str]]:
    """Every place where a part begins, and what follows until the next one."""
    found = list(beginning.finditer(text))
    ends = [*(one.start() for one in found), len(text)][1:]
    return [(one, text[one.end() : end]) for one, end in zip(found, ends, strict=True)]


def told(found: Result | None, **where: Any) -> Said:
    """A result with the stack it is about. No result: it went well, as far as anybody knows."""
    found = found or Result(State.PLANNED)
    return Said(state=found.state, add=found.add, change=found.change, destroy=found.destroy, **where)


def counted(line: str) -> Result | None:
    """The same for one line that holds counts anywhere: "Terraform plan: 1 to add, 0 to change, …"."""
    counts = _counts(line[:400])
    return summed([counts]) if {"add", "change", "destroy"} & counts.keys() else None


def signed(text: str) -> Result | None:
    """Counts by their signs: "+1 ~2 -3"."""
    found = _SIGNED.search(text[:MOST])
    if not found:
        return None
    add, change, destroy = (int(number) for number in found.groups())
    state = State.CHANGED if add or change or destroy else State.UNCHANGED
    return Result(state, add, change, destroy)


def summed(plans: list[Counts], *, moved: bool = False) -> Result:
    """All plans of a text together. A summary that repeats them, as bots write it, is not counted again.

    Imports, moves and forgotten resources are changes too, although nothing is added.
    """
    *first, last = plans
    total = _total(first)
    if not first or total != _total([last]):
        total = _total(plans)
    changed = any(total.values()) or moved
    state = State.CHANGED if changed else State.UNCHANGED
    return Result(state, total["add"], total["change"], total["destroy"])


def _total(plans: list[Counts]) -> Counts:
    return {name: min(sum(plan.get(name, 0) for plan in plans), MANY) for name in _NAMES}


def _counts(text: str) -> Counts:
    return {name: int(number) for number, name in _PART.findall(text)}


def _anything(text: str) -> bool:
    """Changes that the counts leave out."""
    return bool(_OUTPUTS.search(text)) or " has moved to " in text or " will no longer be managed by " in text
