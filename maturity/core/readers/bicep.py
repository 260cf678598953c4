"""Bicep files, and ARM templates in JSON: what they declare and which modules they use."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._lines import Lines, text_of

_RESOURCE = re.compile(rb"^resource[ \t]+\w+[ \t]+'[^'\n]+'[ \t]*=", re.MULTILINE)
_MODULE = re.compile(rb"^module[ \t]+\w+[ \t]+'([^'\n]+)'", re.MULTILINE)
_ARM = re.compile(
    rb"schema\.management\.azure\.com/schemas/[\d-]+/(?:\w+D|d)eploymentTemplate\.json", re.IGNORECASE
)
_ARM_TYPE = re.compile(rb"\"type\"[ \t]*:[ \t]*\"Microsoft\.")
_ARM_NAME = re.compile(r"template|deploy|arm|main|infra|bicep", re.IGNORECASE)


class BicepFile(Struct, frozen=True):
    """modules: local files used, as written."""

    resources: int
    line: int = 1
    modules: tuple[str, ...] = ()


def wants(path: str) -> bool:
    if path.endswith(".json"):
        return _ARM_NAME.search(path) is not None and not path.endswith(("package.json", "package-lock.json"))
    return path.endswith(".bicep")


def read(path: str, data: bytes) -> BicepFile | None:
    if path.endswith(".json"):
        return BicepFile(len(_ARM_TYPE.findall(data))) if _is_deployment(data[:2_000]) else None
    resources = list(_RESOURCE.finditer(data))
    modules = list(_MODULE.finditer(data))
    first = min((hit.start() for hit in [*resources, *modules]), default=0)
    local = tuple(text_of(hit[1]) for hit in modules if not hit[1].startswith((b"br:", b"br/", b"ts:")))
    return BicepFile(len(resources), Lines(data).at(first), local) if resources or modules else None


def _is_deployment(start: bytes) -> bool:
    """The document's own schema: a policy definition carries a deployment deeper inside."""
    schema = _ARM.search(start)
    return schema is not None and start.count(b"{", 0, schema.start()) == 1


reader = Reader("bicep", 2, BicepFile, wants, read, ends=(".bicep", ".json"))
