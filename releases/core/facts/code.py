"""What the commit of a release changes, against the one that runs where it goes."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from releases.core.facts.service import Line, Name
from releases.core.migration import Migration, Note


class Contract(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One description of an API. breaks: what callers of the version before do not bear. gone: deleted.

    new: there was none before. error: why the two could not be compared
    """

    path: str
    breaks: tuple[Note, ...] = ()
    more: int = 0
    gone: bool = False
    new: bool = False
    error: str = ""


class Code(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What reading found. Stored as it is.

    migrations  new ones, as many as are read; more: that are left out
    touched     migrations that ran already and were changed or deleted since
    contracts   descriptions of APIs that differ; described: how many there are
    service     what Terraform says of the service: see `facts.service.Name`
    elsewhere   which commit of other repositories that was read from, by "repository/folder"
    unread      one sentence for each of them that could not be read
    """

    migrations: tuple[Migration, ...] = ()
    more: int = 0
    touched: tuple[str, ...] = ()
    contracts: tuple[Contract, ...] = ()
    described: int = 0
    service: dict[Name, Line] = {}
    elsewhere: dict[str, str] = {}
    unread: tuple[str, ...] = ()


NOT_YET = "it was not read yet"


class CodeSeen(Struct, frozen=True, kw_only=True):
    """code: None when it is not known, and `error` says why. first: it replaces nothing.

    base, commit  what was compared
    """

    commit: str
    base: str = ""
    first: bool = False
    code: Code | None = None
    read_at: datetime | None = None
    error: str = ""
