"""Pull requests, as gates look at them."""

from __future__ import annotations

from maturity.models import PullRequest
from releases.core.facts.commit import Pull, Review


def pull(row: PullRequest) -> Pull:
    reviews = tuple(
        Review(one["author"], one["outcome"], one.get("trusted", True), one.get("commit", ""))
        for one in row.reviews
    )
    return Pull(
        number=row.number, author=row.author, state=row.state, base=row.base_ref, url=row.url,
        head=row.head_sha, merge=row.merge_sha, reviews=reviews if row.reviewed_at else None,
    )  # fmt: skip
