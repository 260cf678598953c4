"""Which service, and clients of what has to be asked about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct

from maturity.adapters.aws.session import Access, client
from maturity.adapters.errors import AdapterError

Found = TypeVar("Found")


class Where(Struct, frozen=True, kw_only=True):
    """database: the RDS instance or Aurora cluster whose backups count; "" for none."""

    connection: Access
    cluster: str
    name: str
    region: str = ""
    database: str = ""

    def client(self, service: str, region: str = "") -> Any:
        return client(self.connection, service, region or self.region)


def part(untold: list[str], ask: Callable[[], Found], otherwise: Found) -> Found:
    """What `ask` finds out. What it may not know costs that part alone, and is told."""
    try:
        return ask()
    except AdapterError as error:
        untold.append(error.message[:300])
        return otherwise


def number(value: Any, most: int = 10_000_000) -> int | None:
    """A whole number of a size that makes sense, also from a text; None for anything else."""
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most else None


def percent(value: Any) -> int | float | None:
    """0 to 100; None for anything else."""
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100
    return int(value) if fits and float(value).is_integer() else value if fits else None


def text(value: Any, most: int = 300) -> str:
    return value[:most] if isinstance(value, str) else ""


def name_of(arn: str) -> str:
    """Of a target group: "arn:…:targetgroup/NAME/0123456789abcdef"."""
    parts = arn.rpartition(":")[2].split("/")
    return text(parts[1] if len(parts) > 1 else arn)
