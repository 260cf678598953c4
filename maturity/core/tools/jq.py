"""jq: over a plan, with an exit that depends on the answer, it is a policy made at home."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed, Needs
from maturity.core.tools._words import read

NAMES = ("jq", "gojq")

_PAIRS = frozenset({"--arg", "--argjson", "--slurpfile", "--rawfile"})


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(_without_pairs(words), {"-f", "--from-file", "-L", "--indent"})
    target = line.verbs[-1] if len(line.verbs) > 1 else "-"
    return [
        Deed(
            act=Act.POLICY,
            tool="jq",
            flags=line.flags,
            target=target,
            needs=Needs.PLAN_FILE,
            note="home-made",
        )
    ]


def _without_pairs(words: tuple[str, ...]) -> tuple[str, ...]:
    """`--arg name value` takes two words."""
    kept: list[str] = []
    skip = 0
    for word in words:
        if skip:
            skip -= 1
        elif word in _PAIRS:
            skip = 2
        else:
            kept.append(word)
    return tuple(kept)
