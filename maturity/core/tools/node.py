"""yarn, pnpm and bun start what a package installs: `yarn cdk diff`."""

from __future__ import annotations

from maturity.core.tools import deeds_of
from maturity.core.tools._deed import Deed

NAMES = ("yarn", "pnpm", "bun")

_WITH_VALUE = frozenset({"--cwd", "-C", "--dir", "--filter", "-F"})
_OWN = frozenset({"run", "exec"})


def classify(words: tuple[str, ...]) -> list[Deed]:
    at = 1
    while at < len(words) and (words[at].startswith("-") or words[at] in _OWN):
        at += 2 if words[at] in _WITH_VALUE else 1
    rest = words[at:]
    return deeds_of(rest) if rest and rest[0] not in NAMES else []
