"""Whether two plans are of the same stack, told by a small sample of the addresses in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from zlib import crc32

SIZE: Final = 64
FEWEST: Final = 4  # addresses, below which nothing can be told
MOST_OF: Final = 0.5
HARDLY: Final = 0.1


class Sketch:
    """The smallest hashes of all that was added: of two sets, the same ones are kept."""

    def __init__(self) -> None:
        self._hashes: set[int] = set()

    def add(self, address: str) -> None:
        self._hashes.add(_hash(address))
        if len(self._hashes) > 64 * SIZE:
            self._hashes = set(self.smallest())

    def smallest(self) -> tuple[int, ...]:
        return tuple(sorted(self._hashes)[:SIZE])


def _hash(address: str) -> int:
    return crc32(address.encode(errors="replace"))


def holds(sketch: Sequence[int], address: str) -> bool | None:
    """Whether an address is among those sketched. None: it lies outside the sample."""
    wanted = _hash(address)
    if not sketch or (len(sketch) >= SIZE and wanted > sketch[-1]):
        return None
    return wanted in sketch


def same_stack(a: Sequence[int], b: Sequence[int]) -> bool | None:
    """By two sketches. None: too few addresses, or neither the same nor different enough.

    Where the same code is rolled out twice, the addresses are the same: True is no proof.
    """
    limit = min((one[-1] for one in (a, b) if len(one) >= SIZE), default=float("inf"))
    ours, theirs = _below(a, limit), _below(b, limit)
    fewer = min(len(ours), len(theirs))
    if fewer < FEWEST:
        return None
    shared = len(ours & theirs) / fewer
    if shared >= MOST_OF:
        return True
    return False if shared < HARDLY else None


def _below(hashes: Iterable[int], limit: float) -> set[int]:
    return {one for one in hashes if one <= limit}
