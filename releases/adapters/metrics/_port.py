"""What every source of metrics is, and what it is asked and answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from maturity.adapters.address import Policy
from maturity.adapters.aws.session import Access
from maturity.adapters.errors import AdapterError

MOST_POINTS = 11_000  # of one series: Prometheus gives no more
LONGEST_QUERY = 4_000

# (seconds since 1970, value), of counts (seconds since 1970, bad, total)
Point = tuple[float, float] | tuple[float, float, float]


class Need(StrEnum):
    """What a source of this kind is reached with."""

    URL = "url"
    SECRET = "secret"  # noqa: S105
    CONNECTION = "connection"
    REGION = "region"


class Asked(Struct, frozen=True, kw_only=True):
    """One metric over a time.

    query         of a level: its value; of counts: the bad ones
    total_query   of counts: all of them; "" of a level
    starts, ends  aware: points from `starts` on, and before `ends`
    step_seconds  between two points; a source may give fewer
    policy        which addresses may be reached
    access        the AWS role; region: another one than the role's
    sent          of what is pushed: the points there are
    """

    query: str
    total_query: str = ""
    starts: datetime
    ends: datetime
    step_seconds: int = 60
    url: str = ""
    secret: str = ""
    policy: Policy = Policy()
    access: Access | None = None
    region: str = ""
    sent: tuple[Point, ...] = ()

    @property
    def counts(self) -> bool:
        return bool(self.total_query)

    @property
    def since(self) -> float:
        """Whole seconds since 1970, like `until`."""
        return float(int(self.starts.timestamp()))

    @property
    def until(self) -> float:
        return float(int(self.ends.timestamp()))


class Series(Struct, frozen=True, kw_only=True):
    """What came: finite, not negative, in order of time, each time once. Times without a point are gaps.

    step_seconds  between two points, as the source gives them
    unit          what the source says its values are in: "second"; "" when it does not
    dropped       points that were left out; `warnings` say why, and what else is to be known
    flaw          why nothing may be judged by it: the source gives what cannot be; "" when it may
    """

    points: tuple[Point, ...]
    step_seconds: int
    unit: str = ""
    dropped: int = 0
    warnings: tuple[str, ...] = ()
    flaw: str = ""


class Failed(AdapterError):
    """Why there are no points, in the source's words.

    of_source  nothing else can be read there either; otherwise it is this query's matter
    """

    def __init__(self, message: str, *, permanent: bool, of_source: bool = False) -> None:
        super().__init__(message, permanent=permanent)
        self.of_source = of_source


Outcome = Series | AdapterError


class Source(Struct, frozen=True, kw_only=True):
    """`SOURCE` of its file.

    title, hint  as the form says them, in English; sample: what a query looks like
    needs        what has to be typed; may: what can be
    secret       what its secret is, as the form says it
    probe        a query that only asks whether the source answers; "" where nothing is asked
    wrong        a query -> why it cannot be, or ""
    read         one metric. Raises AdapterError, in the source's words
    together     many metrics in few requests; None: each is read by itself
    pulled       the clock asks for it; otherwise rows come by themselves
    """

    kind: str
    title: str
    hint: str
    sample: str
    needs: frozenset[Need]
    may: frozenset[Need] = frozenset()
    secret: str = ""
    probe: str = ""
    wrong: Callable[[str], str]
    read: Callable[[Asked], Series]
    together: Callable[[Sequence[Asked]], list[Outcome]] | None = None
    pulled: bool = True


def printable(query: str) -> str:
    """Why this is no query at all, or ""."""
    if not query.strip():
        return "the query is empty"
    if len(query) > LONGEST_QUERY:
        return f"a query has at most {LONGEST_QUERY:,} characters"
    good = all(letter.isprintable() or letter in "\n\t" for letter in query)
    return "" if good else "a query has no characters that nobody sees"
