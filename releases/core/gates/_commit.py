"""A commit that its host did not tell of yet, as gates about it say it."""

from __future__ import annotations

from releases.core.facts.commit import CommitOnHost
from releases.core.gate import Result, unknown
from releases.core.telling import line, short


def not_told(found: CommitOnHost | None, *, otherwise: str) -> Result:
    """otherwise: what helps where no host can be asked."""
    if found is None:
        return unknown(
            "the release names no commit, or its application has no repository",
            "open the release with the commit that it is built from",
        )
    commit = short(found.commit)
    if not found.asks:
        return unknown(f"the host of {commit} has no API that Rungs asks", otherwise)
    if found.error:
        reason = f"the host did not tell of {commit}: {line(found.error, 300)}"
        return unknown(reason, "repair the login for this host under Settings, then run the checks again")
    return unknown(
        f"the host was not asked about {commit} yet",
        "Rungs asks within a few minutes, where it has a login for this host",
    )
