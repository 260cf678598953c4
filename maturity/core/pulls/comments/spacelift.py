"""Spacelift: what it writes is up to a policy, so its name, a link to a run, and the usual words count."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said
from maturity.core.pulls.words import result, signed, told

_RUN = re.compile(r"https://[\w.-]{1,200}/stack/(?P<name>[\w.-]{1,150})/run/")


def read(comment: Comment) -> list[Said] | None:
    run = _RUN.search(comment.body)
    if not run or not comment.author.lower().startswith("spacelift"):
        return None
    return [told(signed(comment.body) or result(comment.body), tool="spacelift", name=run["name"])]
