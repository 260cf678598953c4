"""Where atmos keeps the state of its components: one setting in the files of its stacks."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import Lines, text_of

_TYPE = re.compile(rb"^[ \t]*backend_type:[ \t]*[\"']?(\w{1,20})", re.MULTILINE)
_LOCK = re.compile(rb"^[ \t]*(dynamodb_table|use_lockfile):[ \t]*[\"']?(?!false|null|~)\S", re.MULTILINE)


class AtmosStack(Struct, frozen=True):
    """lock: the line that switches the lock on, 0 = none does."""

    backend: str
    line: int
    lock: int = 0


def wants(path: str) -> bool:
    return "stacks/" in path


def read(path: str, data: bytes) -> AtmosStack | None:
    found = _TYPE.search(data)
    if found is None:
        return None
    lines, lock = Lines(data), _LOCK.search(data)
    return AtmosStack(text_of(found[1]), lines.at(found.start(1)), lines.at(lock.start(1)) if lock else 0)


reader = Reader("atmos_stack", 1, AtmosStack, wants, read, ends=YAML)
