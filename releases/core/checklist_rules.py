"""What a checklist may say. Each refusal is one sentence that names the item."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from releases.core.checklist import MOST_ITEMS, Checklist, Item, Kind
from releases.core.gate import Gate

ROLES = ("engineer", "approver", "lead", "admin")
KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
TITLE, SECTION, ABOUT, PARAMS = 200, 60, 500, 2_000  # characters at most
MOST_HOURS, MOST_AGE, MOST_PEOPLE = 720, 8_760, 10
NO_KEYS = frozenset({"new", "sign", "reject", "waive"})  # fixed words of addresses


def problem(checklist: Checklist, gates: Mapping[str, Gate]) -> str:
    """The first thing that is wrong with it; "" for nothing. gates: see `core.gate.all_gates`."""
    items = chain.from_iterable(_of_item(item, gates) for item in checklist.items)
    found = chain(_of_keys(checklist), items, _of_approvals(checklist))
    return next(iter(found), "")


def _of_keys(checklist: Checklist) -> Iterator[str]:
    keys = [item.key for item in checklist.items]
    if len(keys) > MOST_ITEMS or len(checklist.without) > MOST_ITEMS:
        yield f"A checklist has at most {MOST_ITEMS} items."
        return
    for key in chain(keys, checklist.without):
        if not KEY.fullmatch(key) or key in NO_KEYS:
            yield f"“{key[:60]}” cannot be a key: it has up to 60 small letters, digits, dots, - and _."
    yield from (f"Two items have the key {key}." for key in _twice(keys))
    yield from (
        f"The item {key} is left out and changed at once." for key in set(keys) & set(checklist.without)
    )


def _twice(keys: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield key
        seen.add(key)


def _of_item(item: Item, gates: Mapping[str, Gate]) -> Iterator[str]:
    if not _is_text(item.title, TITLE) or not item.title.strip():
        yield f"The item {item.key} needs a title of at most {TITLE} characters."
    if not _is_text(item.section, SECTION):
        yield f"The section of {item.key} has at most {SECTION} characters, on one line."
    if not _is_text(item.about.replace("\n", " "), ABOUT):
        yield f"What {item.key} is about has at most {ABOUT} characters."
    if item.role not in ROLES:
        yield f"“{item.role[:60]}” is no role to answer {item.key} with: {_listed(ROLES)}."
    if item.waivable and item.waivable not in ROLES:
        yield f"“{item.waivable[:60]}” is no role to waive {item.key} with: {_listed(ROLES)}, or none."
    if not 0 <= item.max_age <= MOST_AGE:
        yield f"An answer to {item.key} is good for 0 to {MOST_AGE} hours; 0 is for ever."
    yield from _of_gate(item, gates)


def _of_gate(item: Item, gates: Mapping[str, Gate]) -> Iterator[str]:
    if item.kind is not Kind.AUTOMATIC:
        if item.gate or item.params:
            yield f"The item {item.key} is not automatic, so it has no gate and no settings of one."
        return
    gate = gates.get(item.gate)
    if gate is None:
        yield f"The item {item.key} asks the gate “{item.gate[:60]}”, which does not exist."
    elif not _storable(item.params):
        yield f"The settings of {item.key} hold a number or a sign that cannot be kept."
    elif len(msgspec.json.encode(item.params)) > PARAMS:
        yield f"The settings of {item.key} are longer than {PARAMS} characters."
    else:
        try:
            msgspec.convert(dict(item.params), gate.params)
        except msgspec.ValidationError as wrong:
            yield f"The settings of {item.key} do not fit its gate: {wrong}."


def _of_approvals(checklist: Checklist) -> Iterator[str]:
    approvals = checklist.approvals or ()
    for one in approvals:
        if one.role not in ROLES:
            yield f"“{one.role[:60]}” is no role to agree with: {_listed(ROLES)}."
        if not 1 <= one.least <= MOST_PEOPLE:
            yield f"1 to {MOST_PEOPLE} people of a role have to agree."
    yield from (f"The role {role} has to agree twice." for role in _twice(one.role for one in approvals))
    if checklist.approval_hours is not None and not 1 <= checklist.approval_hours <= MOST_HOURS:
        yield f"An agreement is good for 1 to {MOST_HOURS} hours."


def _is_text(text: str, longest: int) -> bool:
    return len(text) <= longest and text.isprintable()


def _storable(value: object) -> bool:
    """Every database keeps it: texts without signs that cannot be written, numbers that are some."""
    if isinstance(value, Mapping):
        return all(_storable(one) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple):
        return all(map(_storable, value))
    if isinstance(value, str):
        return value.isprintable()
    return not isinstance(value, float) or math.isfinite(value)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
