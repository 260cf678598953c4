"""curl and friends: a message to people, an issue, a comment."""

from __future__ import annotations

import re

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed, Needs

NAMES = ("curl", "wget", "http", "https", "xh")

_CHAT = re.compile(
    r"hooks\.slack\.com|slack\.com/api/chat|discord(?:app)?\.com/api/webhooks|webhook\.office\.com|outlook\.office"
    r"|chat\.googleapis\.com|events\.pagerduty\.com|api\.opsgenie\.com|api\.telegram\.org|api\.mailgun\.net"
    r"|api\.sendgrid\.com|ntfy\.sh|api\.pushover\.net|oapi\.dingtalk\.com|qyapi\.weixin\.qq\.com|open\.feishu\.cn"
    r"|notify-api\.line\.me|mattermost|rocket\.chat"
    r"|\$\{?[{ ]{0,3}(?:secrets\.|env\.|vars\.)?\w{0,40}(?:SLACK|TEAMS|DISCORD|WEBHOOK|PAGERDUTY|OPSGENIE)",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"/issues/[^/\s\"']{1,120}/comments|/merge_requests/[^/\s\"']{1,120}/(?:notes|discussions)"
    r"|/pullrequests/[^/\s\"']{1,120}/(?:comments|threads)|/pulls/[^/\s\"']{1,120}/comments"
    r"|comments_url",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"/repos/[^\s\"']{1,200}/issues[\"']?$|/projects/[^\s\"']{1,200}/issues[\"'?]?$|/rest/api/\d/issue/?$"
)
_SENDS = re.compile(
    r"^(?:-X=?(?:POST|PUT|PATCH)|POST|PUT|PATCH|-d|-F|--data.{0,20}|--json.{0,10}|--form|--post-data.{0,4})",
    re.IGNORECASE,
)


def classify(words: tuple[str, ...]) -> list[Deed]:
    if not any(_SENDS.match(word) for word in words[1:]):
        return []
    text = [word[:2000] for word in words[1:]]
    if any(_COMMENT.search(word) for word in text):
        return [Deed(act=Act.PLAN_COMMENT, tool="curl", needs=Needs.PLAN)]
    if any(_ISSUE.search(word) for word in text):
        return [Deed(act=Act.ISSUE, tool="curl")]
    if any(_CHAT.search(word) for word in text):
        return [Deed(act=Act.NOTIFY, tool="curl")]
    return []
