"""Units of figures: whether what a source gives is what a metric says it is."""

from __future__ import annotations

import math

# What one of it is, in the first of its row.
_ROWS = (
    {"s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9, "min": 60.0, "h": 3600.0},
    {"B": 1.0, "kB": 1e3, "KiB": 1024.0, "MB": 1e6, "MiB": 1024.0**2, "GB": 1e9, "GiB": 1024.0**3},
    {"%": 0.01, "fraction": 1.0},
)
_ALSO = {
    "second": "s", "seconds": "s", "millisecond": "ms", "milliseconds": "ms", "microsecond": "µs", "us": "µs",
    "microseconds": "µs", "nanosecond": "ns", "minute": "min", "hour": "h", "byte": "B", "bytes": "B",
    "kilobyte": "kB", "megabyte": "MB", "gigabyte": "GB", "kibibyte": "KiB", "mebibyte": "MiB",
    "gibibyte": "GiB", "percent": "%",
}  # fmt: skip


def doubt(given: str, unit: str, scale: float) -> str:
    """Why values in `given` times `scale` are hardly in `unit`; "" when they are, or nobody knows."""
    one, other = _named(given), _named(unit)
    if not given or one == other == "":
        return ""
    row = next((row for row in _ROWS if one in row), None)
    if row is None or not other:
        return ""
    if other not in row:
        return f"the source gives {given}, and the metric is in {unit}"
    wanted = row[one] / row[other]
    if math.isclose(wanted, scale, rel_tol=1e-6):
        return ""
    return f"the source gives {given}: to be in {unit} they are multiplied by {wanted:g}, not by {scale:g}"


def _named(unit: str) -> str:
    return _ALSO.get(unit.lower(), unit)
