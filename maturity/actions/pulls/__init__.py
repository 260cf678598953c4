"""Pull requests: what hosts tell of their plans, and the summary that Rungs writes on them."""

from __future__ import annotations

from maturity.actions.pulls.collecting import collect_pull_requests
from maturity.actions.pulls.commenting import comment
from maturity.actions.pulls.commits import want_commit, want_range
from maturity.actions.pulls.noting import note_plan
from maturity.actions.pulls.scheduling import due
from maturity.actions.pulls.secrets import (
    end_old_secret,
    old_secret_until,
    rotate_secret,
    secret_of,
    switch_comments,
    verify,
)
from maturity.actions.pulls.webhooks import Answer, receive, take_webhook

__all__ = [
    "Answer",
    "collect_pull_requests",
    "comment",
    "due",
    "end_old_secret",
    "note_plan",
    "old_secret_until",
    "receive",
    "rotate_secret",
    "secret_of",
    "switch_comments",
    "take_webhook",
    "verify",
    "want_commit",
    "want_range",
]
