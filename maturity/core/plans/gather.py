"""Documents read one by one: every resource gets its role; its attributes stay bytes until they are kept."""

from __future__ import annotations

from typing import Final

from msgspec import Raw, Struct
from msgspec.structs import replace

from maturity.core.plans import classify
from maturity.core.plans.change import Action, ResourceChange, Role
from maturity.core.plans.counting import Tally, action
from maturity.core.plans.document import NULL, Change, Document, Item, item, value
from maturity.core.plans.guards import holds_data
from maturity.core.plans.redact import Secrets, marks
from maturity.core.plans.sketch import Sketch

_NOTHING: Final = Change()


class Entry(Struct, gc=False):
    """A change by name and action only. `planned` and `outside` hold its attributes."""

    change: ResourceChange
    planned: Raw = NULL
    outside: Raw = NULL


class Gathered:
    """What all documents add up to."""

    def __init__(self, secrets: Secrets) -> None:
        self.tally = Tally()
        self.secrets = secrets
        self.sketch = Sketch()
        self.entries: list[Entry] = []
        self.resources = 0
        self.drift = 0

    def add(self, document: Document) -> None:
        self.secrets.add_document(document)
        self.drift += len(document.resource_drift or ())
        outside = self._outside(document.resource_drift or [])
        entries = [self._entry(raw, outside) for raw in document.resource_changes or ()]
        alone = [_entry(None, NULL, self._read(raw), raw) for raw in outside.values()]
        listed = [entry for entry in (*entries, *alone) if entry is not None]
        if document.is_refresh_only:
            _take_for_drift(listed)
        _find_indirect(listed, document)
        self.entries += listed

    def _read(self, raw: Raw) -> Item:
        """What is marked in it is noted, whether or not it will be kept."""
        found = item(raw)
        change = found.change
        if change is not None and (marks(change.before_sensitive) or marks(change.after_sensitive)):
            self.secrets.add_change(change)
        return found

    def _outside(self, drift: list[Raw]) -> dict[tuple[str, str], Raw]:
        """Entries that are no-op only say that a resource moved."""
        found = {}
        for raw in drift:
            one = self._read(raw)
            actions = (one.change or _NOTHING).actions
            if actions and action(actions) is not Action.NO_OP:
                found[one.key] = raw
        return found

    def _entry(self, raw: Raw, outside: dict[tuple[str, str], Raw]) -> Entry | None:
        """Nothing for what is unchanged, and for data: that it will be read is no change."""
        planned = self._read(raw)
        change = planned.change or _NOTHING
        does = action(change.actions)
        succeeded = does is Action.FORGET and "create" in (change.actions or ())
        moves, imports = _moves(planned), _imports(change)
        self.tally.add(does, creates=succeeded, imports=imports, moves=moves)
        self.resources += 1
        does = does if change.actions else Action.NO_OP  # none at all: nothing is planned
        if planned.is_data:
            return None
        self.sketch.add(planned.address or "")
        drifted = outside.pop(planned.key, None)
        if drifted is None and does is Action.NO_OP and not moves and not imports:
            return None
        return _entry(planned, raw, item(drifted) if drifted is not None else None, drifted or NULL)


def _entry(planned: Item | None, raw: Raw, outside: Item | None, drifted: Raw) -> Entry | None:
    """`outside` without `planned`: it is gone, from the code too."""
    one = planned or outside or Item()
    change = (planned or Item()).change or _NOTHING
    does = action(change.actions) if change.actions else Action.NO_OP
    moves, imports = planned is not None and _moves(planned), _imports(change)
    role, happened = _judge(does, change, outside, carried=moves or imports)
    if role is Role.UNCHANGED:
        return None
    named = ResourceChange(
        address=one.address or "",
        type=one.type or "",
        module=one.module_address or "",
        deposed=one.deposed or "",
        action=does,
        role=role,
        previous_address=(one.previous_address or "") if moves else "",
        importing=imports,
        reason=one.action_reason or "",
        outside=happened,
        holds_data=holds_data(one.type or ""),
    )
    return Entry(named, raw, drifted)


def _judge(does: Action, change: Change, outside: Item | None, *, carried: bool) -> tuple[Role, Action]:
    if outside is None:
        return classify.role(does, Action.NO_OP, reverts=False, noise=False, carried=carried), Action.NO_OP
    drift = outside.change or _NOTHING
    happened = action(drift.actions)
    if happened is Action.DELETE:
        reverts, noise = does is Action.CREATE, False
    else:
        before, now = value(drift.before), value(drift.after)
        noise = classify.is_noise(before, now)
        after, unknown = value(change.after), value(change.after_unknown)
        reverts = not noise and classify.reverts(before, now, after, unknown)
    return classify.role(does, happened, reverts=reverts, noise=noise, carried=carried), happened


def _take_for_drift(entries: list[Entry]) -> None:
    """Nothing says what the code wants: better a false alarm than none."""
    for entry in entries:
        drift = item(entry.outside).change or _NOTHING
        if not classify.is_noise(value(drift.before), value(drift.after)):
            entry.change = replace(entry.change, role=Role.DRIFT)


def _find_indirect(entries: list[Entry], document: Document) -> None:
    """Drift nobody has to undo, which a planned change reads.

    Terraform says so as a hint, by the attributes that planned changes refer to.
    """
    if not any(classify.reads_others(one.change.action, one.change.role) for one in entries):
        return
    relevant: dict[str, list[list[str | int]]] = {}
    for one in document.relevant_attributes or ():
        relevant.setdefault(one.resource or "", []).append(one.attribute or [])
    for entry in entries:
        attributes = relevant.get(entry.change.address)
        if entry.change.role is Role.OBSERVED and attributes:
            drift = item(entry.outside).change or _NOTHING
            if classify.touches(attributes, value(drift.before), value(drift.after)):
                entry.change = replace(entry.change, role=Role.INDIRECT)


def _moves(one: Item) -> bool:
    return bool(one.previous_address) and one.previous_address != one.address


def _imports(change: Change) -> bool:
    return change.importing is not NULL and bytes(change.importing) != b"null"
