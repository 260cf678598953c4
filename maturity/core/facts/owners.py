"""Who must review a change: the CODEOWNERS file."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.readers.codeowners import Codeowners
from maturity.core.source import Source


class OwnerRule(Struct, frozen=True):
    pattern: str
    owners: tuple[str, ...]
    at: Source


class Owners(Struct, frozen=True):
    """rules: in file order; the last one that matches a path decides."""

    rules: tuple[OwnerRule, ...] = ()


# The first of these that exists is the one hosts read.
PLACES = (".github/CODEOWNERS", "CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")


def collect(files: Files) -> Owners:
    for path in PLACES:
        found = files.get(path, Codeowners)
        if found:
            return Owners(
                tuple(OwnerRule(rule.pattern, rule.owners, Source(path, rule.line)) for rule in found.rules)
            )
    return Owners()
