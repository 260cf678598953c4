"""HCP Terraform, as its maker's workflows comment: a heading, the counts, a link to the workspace's run."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said
from maturity.core.pulls.words import result, told

_TITLE = re.compile(r"^#{1,6} (?:HCP Terraform|Terraform Cloud) Plan Output\b", re.M)
_RUN = re.compile(r"https://[\w.-]{1,200}/app/[\w-]{1,100}/(?:workspaces/)?(?P<name>[\w-]{1,100})/runs/")


def read(comment: Comment) -> list[Said] | None:
    if not _TITLE.search(comment.body):
        return None
    run = _RUN.search(comment.body)
    return [told(result(comment.body), tool="hcp", name=run["name"] if run else "")]
