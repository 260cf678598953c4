"""The comment that the page of hashicorp/setup-terraform gives to copy: "#### Terraform Plan 📖`success`"."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said, State
from maturity.core.pulls.words import Result, result, told

_TITLE = re.compile(r"^#{1,6} (?:Terraform|OpenTofu) Plan [^\n`]{0,20}`(?P<outcome>[a-z]{0,20})`", re.M)
_DIRECTORY = re.compile(r"Working Directory: `(?P<directory>[^`\n]{1,1000})`")


def read(comment: Comment) -> list[Said] | None:
    body = comment.body
    title = _TITLE.search(body)
    if not title:
        return None
    place = _DIRECTORY.search(body)
    directory = place["directory"] if place else None
    found = Result(State.ERRORED) if title["outcome"] == "failure" else result(body[title.end() :])
    return [told(found, tool="setup_terraform", directory=directory)]
