"""What oasdiff and buf say of changes of an API: their JSON, foreign and perhaps large."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from releases.core import sarif
from releases.core.sarif import KEPT, LEVELS, MAX_BYTES, MAX_RESULTS, Finding, Report, Unreadable
from releases.core.telling import line


class _Oasdiff(Struct):
    """level: 3 breaks, 2 may break, 1 is told."""

    id: str = ""
    text: str = ""
    level: int = 3
    operation: str = ""
    path: str = ""


class _Buf(Struct):
    type: str
    message: str = ""
    path: str = ""
    start_line: int = 0


def read(data: bytes) -> Report:
    """SARIF too. Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"the report is larger than {MAX_BYTES >> 20} MB")
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        if text.startswith(b"["):
            return _of("oasdiff", [_changed(one) for one in msgspec.json.decode(text, type=list[_Oasdiff])])
        if b'"runs"' not in text[:100_000]:
            lines = text.split(b"\n")
            if len(lines) > MAX_RESULTS:
                raise Unreadable(f"the report has more than {MAX_RESULTS:,} lines")
            return _of("buf", [_broken(msgspec.json.decode(one, type=_Buf)) for one in lines if one.strip()])
    except msgspec.MsgspecError as wrong:
        raise Unreadable(f"this is no report of oasdiff or buf: {line(str(wrong), 200)}") from None
    except RecursionError:
        raise Unreadable("the report is nested too deeply") from None
    return sarif.read(data)


def _changed(told: _Oasdiff) -> Finding:
    level = {3: "error", 2: "warning"}.get(told.level, "note")
    where = f"{told.operation} {told.path}".strip()
    return Finding(line(told.id, 200), level, line(f"{where}: {told.text}" if where else told.text, 300))


def _broken(told: _Buf) -> Finding:
    at = told.start_line if 0 < told.start_line < 2**31 else 0
    return Finding(line(told.type, 200), "error", line(told.message, 300), line(told.path, 500), at)


def _of(tool: str, findings: Sequence[Finding]) -> Report:
    if len(findings) > MAX_RESULTS:
        raise Unreadable(f"the report has more than {MAX_RESULTS:,} results")
    counts = Counter(one.level for one in findings)
    worst = sorted(findings, key=lambda one: LEVELS.index(one.level))[:KEPT]
    return Report(
        tool=tool, errors=counts["error"], warnings=counts["warning"], notes=counts["note"],
        findings=tuple(worst),
    )  # fmt: skip
