"""CODEOWNERS: who must review which paths."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._lines import base_name, text_of

MAX_RULES = 2_000
MAX_OWNERS = 50


class CodeownersRule(Struct, frozen=True, array_like=True):
    pattern: str
    owners: tuple[str, ...]
    line: int


class Codeowners(Struct, frozen=True):
    rules: tuple[CodeownersRule, ...] = ()


def wants(path: str) -> bool:
    return path.count("/") <= 1 and base_name(path) == "CODEOWNERS"


def read(path: str, data: bytes) -> Codeowners:
    """A line of a GitLab section that names nobody has the owners of the section's heading."""
    rules: list[CodeownersRule] = []
    usual: tuple[str, ...] = ()
    for number, line in enumerate(text_of(data).split("\n"), 1):
        words = line.split("#", 1)[0].replace("\\ ", "\0").split()
        if not words:
            continue
        if words[0].startswith(("[", "^[")):
            usual = _of_heading(" ".join(words))
        else:
            owners = tuple(words[1 : MAX_OWNERS + 1]) or usual
            rules.append(CodeownersRule(words[0].replace("\0", " "), owners, number))
    return Codeowners(tuple(rules[:MAX_RULES]))


def _of_heading(line: str) -> tuple[str, ...]:
    """ "^[Data Base][2] @dba": the name, how many must approve, and the owners."""
    rest = line.partition("]")[2].lstrip()
    if rest.startswith("["):
        rest = rest.partition("]")[2]
    return tuple(rest.split()[:MAX_OWNERS])


reader = Reader("codeowners", 2, Codeowners, wants, read, ends=("CODEOWNERS",))
