"""CODEOWNERS: who must review which paths."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._lines import base_name, text_of

MAX_RULES = 2_000


class CodeownersRule(Struct, frozen=True, array_like=True):
    pattern: str
    owners: tuple[str, ...]
    line: int


class Codeowners(Struct, frozen=True):
    rules: tuple[CodeownersRule, ...] = ()


def wants(path: str) -> bool:
    return path.count("/") <= 1 and base_name(path) == "CODEOWNERS"


def read(path: str, data: bytes) -> Codeowners:
    rules = []
    for number, line in enumerate(text_of(data).split("\n"), 1):
        words = line.split("#", 1)[0].split()
        if words and not words[0].startswith(("[", "^[")):  # a section heading of GitLab
            rules.append(CodeownersRule(words[0], tuple(words[1:]), number))
    return Codeowners(tuple(rules[:MAX_RULES]))


reader = Reader("codeowners", 1, Codeowners, wants, read, ends=("CODEOWNERS",))
