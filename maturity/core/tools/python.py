"""python -m: the module is the tool."""

from __future__ import annotations

from maturity.core.tools import deeds_of
from maturity.core.tools._deed import Deed

NAMES = ("python", "python3", "py")


def classify(words: tuple[str, ...]) -> list[Deed]:
    at = words.index("-m") if "-m" in words[:6] else 0
    return deeds_of(words[at + 1 :]) if at and len(words) > at + 1 and words[at + 1] not in NAMES else []
