"""Where the plans begin and end in what was sent: wrappers, loops and redirections add their own lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Raw

from maturity.core.plans.document import MAX_BYTES
from maturity.core.plans.reading import Unreadable

_BOM: Final = b"\xef\xbb\xbf"
_OPEN: Final = ord("{")
# A line may begin with who prints it, as Terragrunt's do. `::set-output …::` repeats what stands above it.
_OPENS: Final = re.compile(
    rb'^(?:(?![^\n{]{0,300}(?:::|##))[^\n{]{1,300}(?=\{"(?:(?:plan_)?format_version|@level)")|(?=\{))',
    re.MULTILINE,
)
_REST: Final = re.compile(rb"\S")
_AT: Final = re.compile(r"\(byte (\d+)\)")
_ANY: Final = msgspec.json.Decoder(Raw)
_KINDS: Final = (
    ("utf-16", (b"\xff\xfe", b"\xfe\xff", b"{\x00", b"\x00{")),
    ("compressed", (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh")),
    ("binary", (b"PK\x03\x04",)),
)
_REFUSALS: Final = {
    "utf-16": "the text is UTF-16, as a redirection in Windows PowerShell writes it: write UTF-8",
    "compressed": "the file is compressed: send it as it was printed",
    "binary": "this is the binary plan file: send what `terraform show -json` prints of it",
}
_TEXT: Final = re.compile(
    rb"will perform the following actions|Your infrastructure matches the configuration"
    rb"|^Plan: \d{1,9} to |Changes to Outputs:|used the selected providers to generate",
    re.MULTILINE,
)


def objects(data: memoryview) -> Iterator[memoryview]:
    """The JSON objects that begin a line or follow each other; everything else is passed over.

    No byte is looked at more than twice. Raises Unreadable when one of them has no end.
    """
    _refuse_other_files(data)
    position = len(_BOM) if bytes(data[:3]) == _BOM else 0
    found, whole = False, True
    while position < len(data):
        if data[position] != _OPEN or not whole:
            opens = _OPENS.search(data, position)
            if opens is None:
                break
            position = opens.end()
        end, whole = _end(data, position)
        if whole:
            found = True
            yield data[position:end]
        position = end
    if not found:
        raise Unreadable(_nothing(data))


def _end(data: memoryview, start: int) -> tuple[int, bool]:
    """Where the object and the white space after it end; or where it stops being JSON, and False."""
    try:
        _ANY.decode(data[start:])
    except msgspec.DecodeError as error:
        problem = str(error)
    except RecursionError:
        raise Unreadable("the JSON is nested too deeply") from None
    else:
        return len(data), True
    at = _AT.search(problem)
    if at is None:
        raise Unreadable("the JSON is cut off before its end")
    stopped = max(int(at[1]) - 1, 1)  # msgspec counts the byte it could not use
    return start + stopped, "trailing characters" in problem


def _refuse_other_files(data: memoryview) -> None:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES >> 30} GiB")
    if _REST.search(data) is None:
        raise Unreadable("there is nothing in it")
    head = bytes(data[:4])
    for kind, starts in _KINDS:
        if head.startswith(starts):
            raise Unreadable(_REFUSALS[kind])


def _nothing(data: memoryview) -> str:
    if _TEXT.search(data[: 1 << 20]):
        return "this is the text of a plan: send what `terraform show -json` or `terraform plan -json` prints"
    return "no JSON object in it: send what `terraform show -json` or `terraform plan -json` prints"
