"""tfcmt: "## Plan Result (target)", as tfaction uses it too."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said, State
from maturity.core.pulls.words import Result, result, told

_TITLE = re.compile(
    r"\A\s{0,20}## (?P<mark>:x: |:white_check_mark: )?(?P<command>Plan|Apply) (?:Result|Failed|Succeeded)"
    r"(?: \((?P<name>[^\n]{1,300})\))?[^\S\n]{0,9}$",
    re.M,
)


def read(comment: Comment) -> list[Said] | None:
    title = _TITLE.match(comment.body)
    if not title:
        return None
    name = title["name"] or ""
    if title["mark"] == ":x: ":
        return [told(Result(State.ERRORED), tool="tfcmt", name=name)]
    if title["command"] == "Apply":
        return [told(Result(State.APPLIED), tool="tfcmt", name=name)]
    return [told(result(comment.body), tool="tfcmt", name=name)]
