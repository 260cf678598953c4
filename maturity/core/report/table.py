"""Tables that others open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

# A spreadsheet takes a cell that begins so for a formula, and runs it (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """As text that no spreadsheet runs: numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    text = str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def line(cells: Iterable[object]) -> str:
    """One line of CSV (RFC 4180), with its end."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([cell(one) for one in cells])
    return written.getvalue()
