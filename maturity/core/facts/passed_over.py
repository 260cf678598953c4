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
    return PassedOver(tuple(Skipped(path, SENTENCE) for path in files.each(HclFile, _broken)))


def _broken(path: str, content: HclFile) -> bool:
    return content.broken
