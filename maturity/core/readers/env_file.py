"""Files of `NAME=value` lines, which pipelines load into their environment."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._lines import text_of

_LINE = re.compile(rb"^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=([^\r\n]*)", re.MULTILINE)
MAX_LINES = 500


class EnvFile(Struct, frozen=True):
    values: dict[str, str]


def wants(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(".env") or name.startswith(".env")


def read(path: str, data: bytes) -> EnvFile | None:
    found = {
        text_of(hit[1]): text_of(hit[2]).strip().strip("\"'")[:1_000]
        for hit, _ in zip(_LINE.finditer(data), range(MAX_LINES), strict=False)
    }
    return EnvFile(found) if found else None


reader = Reader("env_file", 1, EnvFile, wants, read)
