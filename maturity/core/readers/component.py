"""Components of Pulumi and constructs of CDK: the modules of infrastructure written as a program."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._lines import Lines, text_of

_PLACE = re.compile(r"(?:^|/)(?:components?|constructs?)/")
_CLASS = re.compile(
    rb"^[ \t]*(?:export[ \t]+)?(?:default[ \t]+)?(?:abstract[ \t]+)?class[ \t]+(\w{1,100})"
    rb"(?:[ \t]+extends[ \t]+|[ \t]*\()(?:[\w.]{1,60}\.)?(?:ComponentResource|Construct)\b",
    re.MULTILINE,
)
MAX_CLASSES = 50


class Components(Struct, frozen=True):
    """found: class -> line."""

    found: dict[str, int]


def wants(path: str) -> bool:
    return path.endswith((".py", ".ts")) and _PLACE.search(path) is not None


def read(path: str, data: bytes) -> Components | None:
    lines = Lines(data)
    found = {
        text_of(hit[1]): lines.at(hit.start(1))
        for hit, _ in zip(_CLASS.finditer(data), range(MAX_CLASSES), strict=False)
    }
    return Components(found) if found else None


reader = Reader("component", 1, Components, wants, read, ends=(".py", ".ts"))
