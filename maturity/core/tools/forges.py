"""gh, glab, hub and the ways to send a mail or a message from a shell."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed, Needs
from maturity.core.tools._words import Line, read

NAMES = (
    "gh",
    "glab",
    "hub",
    "tea",
    "mail",
    "mailx",
    "sendmail",
    "mutt",
    "swaks",
    "msmtp",
    "ssmtp",
    "slackcat",
    "slack-notify",
    "apprise",
    "shoutrrr",
    "ntfy",
)

_COMMENTS = frozenset(
    {("pr", "comment"), ("pr", "review"), ("mr", "note"), ("mr", "comment"), ("pr", "edit")}
)
_ISSUES = frozenset({"create", "comment", "edit", "new", "note", "reopen"})
_FORGES = frozenset({"gh", "glab", "hub", "tea"})


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(
        words, {"-R", "--repo", "-b", "--body", "-F", "--body-file", "-t", "--title", "-f", "-X", "--method"}
    )
    if words[0] not in _FORGES:
        return [Deed(act=Act.NOTIFY, tool=words[0])] if len(words) > 1 else []
    first, second = (*line.verbs, "", "")[:2]
    if (first, second) in _COMMENTS:
        return [Deed(act=Act.PLAN_COMMENT, tool=words[0], flags=line.flags, needs=Needs.PLAN)]
    if first == "issue" and second in _ISSUES:
        return [Deed(act=Act.ISSUE, tool=words[0], flags=line.flags)]
    return _called(words[0], line) if first == "api" else []


def _called(tool: str, line: Line) -> list[Deed]:
    sends = line.has("-f", "-F", "--field", "--raw-field", "--input") or line.value("-X", "--method") in {
        "POST",
        "PATCH",
    }
    address = next(iter(line.rest), "")
    if not sends:
        return []
    if address.endswith(("/comments", "/notes")):
        return [Deed(act=Act.PLAN_COMMENT, tool=tool, flags=line.flags, needs=Needs.PLAN)]
    return [Deed(act=Act.ISSUE, tool=tool, flags=line.flags)] if address.endswith("/issues") else []
