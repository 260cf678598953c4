"""What is read of one `show -json` document. Values stay bytes until somebody needs them."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Raw, Struct, field
from msgspec.structs import fields

from maturity.core.plans.reading import Unreadable

MAX_BYTES: Final = 2 << 30
MAX_RESOURCES: Final = 1_000_000
MAX_VALUE: Final = 8 << 20  # as Python objects it takes twenty times as much
NULL: Final = Raw(b"null")
BROKEN: Final = (msgspec.DecodeError, UnicodeDecodeError)  # what msgspec raises for bytes that are no text
_MAJORS: Final = ("0", "1")
_NEEDED: Final = ("resource_changes", "resource_drift", "errored")


class Change(Struct, gc=False):
    """`before` is what was, `after` what will be; masks mirror their structure, or are true as a whole."""

    actions: list[str] | None = None
    before: Raw = NULL
    after: Raw = NULL
    after_unknown: Raw = NULL
    before_sensitive: Raw = NULL
    after_sensitive: Raw = NULL
    replace_paths: Raw = NULL
    importing: Raw = NULL


def is_data(address: str) -> bool:
    """`data.aws_ami.newest`, `module.a["x.y"].data.aws_ami.newest`"""
    return address.startswith("data.") or ".data." in address


class Item(Struct, gc=False):
    """One entry of resource_changes or resource_drift."""

    change: Change | None = None
    address: str | None = None
    previous_address: str | None = None
    module_address: str | None = None
    mode: str | None = None
    type: str | None = None
    deposed: str | None = None
    action_reason: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.address or "", self.deposed or ""

    @property
    def is_data(self) -> bool:
        return self.mode == "data" if self.mode else is_data(self.address or "")


class Output(Struct, gc=False):
    sensitive: bool | None = None
    value: Raw = NULL


class _Root(Struct, gc=False):
    outputs: dict[str, Output] | None = None


class _State(Struct, gc=False):
    values: _Root | None = None


class Declared(Struct, gc=False):
    sensitive: bool | None = None


class _Module(Struct, gc=False):
    variables: dict[str, Declared] | None = None


class _Provider(Struct, gc=False):
    full_name: str | None = None


class _Configuration(Struct, gc=False):
    provider_config: dict[str, _Provider] | None = None
    root_module: _Module | None = None


class Relevant(Struct, gc=False):
    resource: str | None = None
    attribute: list[str | int] | None = None


class _Problem(Struct, gc=False):
    message: str | None = None


class _Where(Struct, gc=False):
    to_display: str | None = None


class _Instance(Struct, gc=False):
    address: _Where | None = None
    status: str | None = None
    problems: list[_Problem] | None = None


class Check(Struct, gc=False):
    address: _Where | None = None
    status: str | None = None
    instances: list[_Instance] | None = None


class Document(Struct, gc=False):
    """Everything else of a plan is passed over unread; every key may be missing or null."""

    format_version: str | None = None
    plan_format_version: str | None = None
    terraform_version: str | None = None
    timestamp: str | None = None
    errored: bool | None = None
    complete: bool | None = None
    applyable: bool | None = None
    resource_changes: list[Raw] | None = None
    resource_drift: list[Raw] | None = None
    relevant_attributes: list[Relevant] | None = None
    output_changes: dict[str, Change] | None = None
    checks: list[Check] | None = None
    deferred_changes: list[Raw] | None = None
    variables: dict[str, Output] | None = None
    configuration: _Configuration | None = None
    planned_values: _Root | None = None
    prior_state: _State | None = None
    values: Raw = NULL
    lineage: Raw = NULL
    module: Raw = field(default=NULL, name="@module")

    @property
    def version(self) -> str:
        return self.format_version or self.plan_format_version or ""

    @property
    def is_plan(self) -> bool:
        told = (self.plan_format_version, self.resource_changes, self.resource_drift, self.planned_values)
        return any(part is not None for part in told)

    @property
    def is_refresh_only(self) -> bool:
        """An ordinary plan lists what it leaves alone, too."""
        return self.resource_changes is None and self.prior_state is not None and not self.errored

    @property
    def is_instead(self) -> str:
        """What to say of an object that is no plan."""
        if self.values is not NULL or self.lineage is not NULL:
            return "this is a state, not a plan: name the plan file after `terraform show -json`"
        return "JSON, but not of a plan: send what `terraform show -json` or `terraform plan -json` prints"

    @property
    def tool(self) -> str:
        """Both write the same format; only terraform says whether a plan can be applied."""
        configured = self.configuration.provider_config if self.configuration else None
        names = [one.full_name or "" for one in (configured or {}).values()]
        if any(name.startswith("registry.opentofu.org/") for name in names):
            return "tofu"
        told = self.applyable is not None or self.complete is not None
        return "terraform" if told or any(n.startswith("registry.terraform.io/") for n in names) else ""


_DOCUMENT: Final = msgspec.json.Decoder(Document)
_ITEM: Final = msgspec.json.Decoder(Item)


def decode(data: memoryview) -> tuple[Document, list[str]]:
    """The document, and the names of the parts that are not built as they should be and were left out.

    Raises Unreadable for a plan without readable changes, or of a format nobody knows yet.
    """
    try:
        document, unread = _DOCUMENT.decode(data), list[str]()
    except BROKEN:
        document, unread = _part_by_part(data)
    if document.version and document.version.split(".")[0] not in _MAJORS:
        raise Unreadable(f"the plan's format is {document.version[:20]}; 0.1 to 1.x can be read")
    if len(document.resource_changes or ()) + len(document.resource_drift or ()) > MAX_RESOURCES:
        raise Unreadable(f"more than {MAX_RESOURCES:,} resources in one plan")
    return document, unread


def _part_by_part(data: memoryview) -> tuple[Document, list[str]]:
    """Tools write plans too, and logs are objects that use the same names for other things."""
    document, unread = Document(), list[str]()
    try:
        parts = msgspec.json.decode(data, type=dict[str, Raw])
    except BROKEN as error:
        raise Unreadable(f"not JSON: {_first_line(error)}") from None
    for field_ in fields(Document):
        raw = parts.get(field_.encode_name)
        if raw is None:
            continue
        try:
            setattr(document, field_.name, msgspec.json.decode(raw, type=field_.type))
        except BROKEN as error:
            if field_.name in _NEEDED:
                sentence = f"{field_.name} is not built as in a plan: {_first_line(error)}"
                raise Unreadable(sentence) from None
            unread.append(field_.name)
    return document, unread


def decode_alone(data: memoryview) -> tuple[Document, list[str]] | None:
    """A plan with nothing around it, which is the usual case and need not be searched for its end."""
    if bytes(data[:1]) != b"{" or len(data) > MAX_BYTES:
        return None
    try:
        found = decode(data)
    except Unreadable:
        return None  # whatever is wrong with it will be said when it is looked at again
    return found if found[0].is_plan else None


def item(raw: Raw) -> Item:
    try:
        return _ITEM.decode(raw)
    except BROKEN as error:
        raise Unreadable(f"a resource is not built like one: {_first_line(error)}") from None


def value(raw: Raw) -> Any:
    """Plain Python for a part that was left as bytes."""
    if size(raw) > MAX_VALUE:
        raise Unreadable(f"a resource of more than {MAX_VALUE >> 20} MiB")
    try:
        return msgspec.json.decode(raw)
    except BROKEN as error:
        raise Unreadable(f"a value is not JSON: {_first_line(error)}") from None


def size(raw: Raw) -> int:
    return memoryview(raw).nbytes


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
