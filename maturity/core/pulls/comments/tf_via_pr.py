"""OP5dev/TF-via-PR: the command in a fence, the outcome in a summary, and a mark that names the plan file."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said
from maturity.core.pulls.words import result, told

_MARK = re.compile(r"^<!-- (?:terraform|tofu)-\d{1,10}-[0-9a-f]{32}\.tfplan -->", re.M)
_COMMAND = re.compile(r"^(?:terraform|tofu) (?P<command>[^\n]{1,4000})$", re.M)
_DIRECTORY = re.compile(r"(?:\A|\s)-chdir=(?P<directory>[^\s]{1,1000})")
_WORKSPACE = re.compile(r"\s-workspace=(?P<workspace>[^\s]{1,100})")
_SUMMARY = re.compile(r"<summary>(?P<words>[^\n<]{1,300})</br>")


def read(comment: Comment) -> list[Said] | None:
    body = comment.body
    command = _COMMAND.search(body) if _MARK.search(body) else None
    if not command:
        return None
    directory, workspace = _DIRECTORY.search(command[0]), _WORKSPACE.search(command[0])
    words = " ".join(summary["words"] for summary in _SUMMARY.finditer(body))
    return [
        told(
            result(words),
            tool="tf_via_pr",
            directory=directory["directory"] if directory else "",
            workspace=workspace["workspace"] if workspace else "",
        )
    ]
