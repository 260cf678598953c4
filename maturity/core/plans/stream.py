"""`terraform plan -json`: one message a line. Addresses and actions, and no attribute values.

Without values it cannot be told whether a plan goes back to what was before. So a resource that changed
outside and is planned too counts as drift, never as mixed; one that is not planned as observed, never as
indirect.

The numbers of the summary are not used: an interrupted plan prints "0 to add, 0 to change, 0 to destroy" too.
A stream without a summary, or with an error, has no finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Raw, Struct, field

from maturity.core.plans import classify
from maturity.core.plans.change import Action, ResourceChange, Role
from maturity.core.plans.counting import action_of_stream
from maturity.core.plans.document import BROKEN, NULL, is_data
from maturity.core.plans.gather import Entry, Gathered
from maturity.core.plans.guards import holds_data
from maturity.core.plans.reading import Diagnostic, Unreadable
from maturity.core.plans.summing import MAX_CHECKS, MAX_DIAGNOSTICS, Facts

MAX_LINE: Final = 1 << 20
MAX_MESSAGES: Final = 5_000_000
WITHOUT_VALUES: Final = "a stream has no attribute values: `terraform show -json` has them"

_CHECK: Final = re.compile(r'check "([^"]{1,200})"')
_LINE: Final = re.compile(
    rb'^(?:(?![^\n{]{0,300}(?:::|##))([^\n{]{1,300})(?=\{"@level")|(?=\{))(\{[^\n]*)', re.MULTILINE
)
_UNIT: Final = re.compile(rb"\[[^\]]{1,200}\]")


class _Resource(Struct, gc=False):
    addr: str | None = None
    module: str | None = None
    resource_type: str | None = None


class _Change(Struct, gc=False):
    resource: _Resource | None = None
    previous_resource: _Resource | None = None
    action: str | None = None
    reason: str | None = None
    importing: Raw = NULL


class _Hook(Struct, gc=False):
    resource: _Resource | None = None


class _Snippet(Struct, gc=False):
    context: str | None = None


class _Diagnostic(Struct, gc=False):
    severity: str | None = None
    summary: str | None = None
    detail: str | None = None
    address: str | None = None
    snippet: _Snippet | None = None


class _Output(Struct, gc=False):
    action: str | None = None


class _Summary(Struct, gc=False):
    operation: str | None = None


class Message(Struct, gc=False):
    """One line. `type` is an open set: what is not known is passed over."""

    type: str | None = None
    ui: str | None = None
    terraform: str | None = None
    tofu: str | None = None
    at: str | None = field(default=None, name="@timestamp")
    level: str | None = field(default=None, name="@level")
    module: str | None = field(default=None, name="@module")
    change: _Change | None = None
    hook: _Hook | None = None
    diagnostic: _Diagnostic | None = None
    outputs: dict[str, _Output] | None = None
    changes: _Summary | None = None


_MESSAGE: Final = msgspec.json.Decoder(Message)


def is_message(data: memoryview) -> bool:
    """Whether an object is a line of such a stream, and not the log of something else."""
    if len(data) > MAX_LINE:
        return False
    try:
        message = _MESSAGE.decode(data)
    except BROKEN:
        return False
    return message.type is not None and (message.module or "").endswith(".ui")


def add(data: memoryview, gathered: Gathered, facts: Facts) -> None:
    """All streams of one file: one after the other, or their lines in turn, with `[unit]` before each."""
    streams: dict[bytes, _Stream] = {}
    for unit, message in _messages(data):
        if message.type == "version":
            _check_version(message)
            streams.pop(unit, _Stream()).close(gathered, facts)
        streams.setdefault(unit, _Stream()).take(message)
    for one in streams.values():
        one.close(gathered, facts)
    facts.notes.append(WITHOUT_VALUES)


def _messages(data: memoryview) -> Iterator[tuple[bytes, Message]]:
    """Each with the unit it is of. Lines of anything else between them are passed over."""
    for count, line in enumerate(_LINE.finditer(data)):
        if count > MAX_MESSAGES:
            raise Unreadable(f"more than {MAX_MESSAGES:,} messages")
        if line.end() - line.start() > MAX_LINE:
            continue
        unit = _UNIT.search(line[1] or b"")
        try:
            yield unit[0] if unit else b"", _MESSAGE.decode(line[2])
        except (*BROKEN, RecursionError):
            continue


def _check_version(message: Message) -> None:
    major = (message.ui or "1").split(".")[0]
    if major not in ("0", "1"):
        raise Unreadable(f"the stream's format is {(message.ui or '')[:20]}; 0.1 to 1.x can be read")


class _Stream:
    """One plan's messages, until its resources can be held against each other."""

    def __init__(self) -> None:
        self.version = self.tool = self.ui = self.at = ""
        self.messages = 0
        self.finished = self.failed = False
        self.outputs = 0
        self.planned: list[_Change] = []
        self.drift: list[_Change] = []
        self.seen: set[str] = set()
        self.diagnostics: list[Diagnostic] = []
        self.checks: list[str] = []

    def take(self, message: Message) -> None:
        self.messages += 1
        match message.type:
            case "version":
                self.tool = "tofu" if message.tofu else "terraform" if message.terraform else ""
                self.version, self.ui = message.tofu or message.terraform or "", message.ui or ""
                self.at = message.at or ""
            case "planned_change" if message.change is not None:
                self.planned.append(message.change)
            case "resource_drift" if message.change is not None:
                self.drift.append(message.change)
            case "refresh_complete" if message.hook is not None and message.hook.resource is not None:
                self.seen.add(message.hook.resource.addr or "")
            case "outputs":
                actions = [action_of_stream(one.action) for one in (message.outputs or {}).values()]
                self.outputs = sum(one is not Action.NO_OP for one in actions)
            case "change_summary":
                self.finished = True
            case "diagnostic" if message.diagnostic is not None:
                self._complain(message.diagnostic)

    def _complain(self, said: _Diagnostic) -> None:
        failed = said.severity == "error"
        if len(self.diagnostics) < MAX_DIAGNOSTICS or (failed and not self.failed):
            told = (said.severity, said.summary, said.detail, said.address)
            self.diagnostics.append(Diagnostic(*(text or "" for text in told)))
        self.failed = self.failed or failed
        check = _CHECK.fullmatch((said.snippet and said.snippet.context) or "")
        if check is not None and len(self.checks) < MAX_CHECKS:
            self.checks.append(f"check.{check[1]}: {said.detail or said.summary or ''}")

    def close(self, gathered: Gathered, facts: Facts) -> None:
        if not self.messages:
            return
        facts.documents += 1
        facts.errored = facts.errored or self.failed or not self.finished
        facts.outputs += self.outputs
        facts.tool, facts.version = facts.tool or self.tool, facts.version or self.version
        facts.format_version = facts.format_version or self.ui
        facts.planned_at = facts.planned_at or self.at
        facts.diagnostics += self.diagnostics
        facts.failed_checks += self.checks
        _add_changes(self, gathered)


def _add_changes(stream: _Stream, gathered: Gathered) -> None:
    gathered.drift += len(stream.drift)
    outside = {_address(one): one for one in stream.drift if action_of_stream(one.action) is not Action.NO_OP}
    planned: set[str] = set()
    for one in stream.planned:
        does = action_of_stream(one.action)
        moves, imports = one.previous_resource is not None, _imports(one)
        gathered.tally.add(does, moves=moves, imports=imports)
        planned.add(_address(one))
        if does is not Action.READ:
            drift = outside.pop(_address(one), None)
            gathered.entries += _entry(one, does, drift, carried=moves or imports)
    for one in outside.values():
        gathered.entries += _entry(one, Action.NO_OP, one, carried=False)
    for _ in stream.seen - planned:
        gathered.tally.add(Action.NO_OP)
    gathered.resources += len(stream.seen | planned)
    for address in stream.seen | planned:
        if not is_data(address):
            gathered.sketch.add(address)


def _entry(one: _Change, does: Action, drift: _Change | None, *, carried: bool) -> list[Entry]:
    outside = action_of_stream(drift.action) if drift is not None else Action.NO_OP
    role = classify.role(does, outside, reverts=True, noise=False, carried=carried)
    if role is Role.UNCHANGED:
        return []
    resource = one.resource or _Resource()
    named = ResourceChange(
        address=_address(one),
        type=resource.resource_type or "",
        module=resource.module or "",
        action=does,
        role=role,
        previous_address=(one.previous_resource or _Resource()).addr or "",
        importing=_imports(one),
        reason=one.reason or "",
        outside=outside,
        holds_data=holds_data(resource.resource_type or ""),
    )
    return [Entry(named)]


def _address(one: _Change) -> str:
    return (one.resource.addr if one.resource else None) or ""


def _imports(one: _Change) -> bool:
    return one.action == "import" or bytes(one.importing) != b"null"
