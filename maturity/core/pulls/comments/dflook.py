"""dflook/terraform-github-actions: a hidden header, "Terraform plan in __live/prod__", and a status line."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said, State
from maturity.core.pulls.words import Result, result, told

_HEADER = re.compile(r"\A<!-- dflook/terraform-github-actions [^\n]{0,2000}-->")
_PLACE = re.compile(
    r"^(?:Terraform|OpenTofu) plan (?:in __(?P<directory>[^\n]{1,1000}?)__"
    r"(?: in the __(?P<workspace>[^\n]{1,100}?)__ workspace)?|for __(?P<name>[^\n]{1,300}?)__)[^\S\n]{0,9}$",
    re.M,
)
_APPLIED = re.compile(r"^:(?:white|heavy)_check_mark: Plan applied in ", re.M)
_FAILED = re.compile(r"^:x: (?:Failed to generate plan|Error applying plan)", re.M)


def read(comment: Comment) -> list[Said] | None:
    body = comment.body
    if not _HEADER.match(body):
        return None
    place = _PLACE.search(body)
    if not place:
        return []
    found = result(body)
    if _FAILED.search(body):
        found = Result(State.ERRORED)
    elif _APPLIED.search(body):
        found = Result(State.APPLIED)
    return [
        told(
            found, tool="dflook", name=place["name"] or "", directory=place["directory"],
            workspace=place["workspace"] or "",
        )
    ]  # fmt: skip
