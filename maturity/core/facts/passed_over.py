"""Files of which a part could not be read: the rest of them counts."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.readers.hcl import HclFile
from maturity.core.tree import Skipped

SENTENCE = "some of it is not valid HCL and was passed over"


class PassedOver(Struct, frozen=True):
    files: tuple[Skipped, ...] = ()


def collect(files: Files) -> PassedOver:
    broken = (path for path, content in files.of(HclFile).items() if content.broken)
    return PassedOver(tuple(Skipped(path, SENTENCE) for path in broken))
