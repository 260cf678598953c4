"""tfcmt, tfnotify and github-comment: they run a command, or read its output, and post it."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools import deeds_of
from maturity.core.tools._deed import Deed, Needs
from maturity.core.tools._words import Line, read

NAMES = ("tfcmt", "tfnotify", "github-comment", "tfcmt-gitlab")

_VALUED = frozenset({
    "-owner", "-repo", "-sha", "-pr", "-config", "-var", "-v", "--var", "-build-url", "--config", "-k",
    "--ci", "-c", "--pr", "--org", "--repo", "-log-level", "-output",
})  # fmt: skip


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    inner = deeds_of(line.after)
    if line.verb == "plan" or any(deed.act is Act.PLAN for deed in inner):
        return [*inner, _posts(words[0], line, wraps=bool(inner))]
    if words[0] == "github-comment" and line.verb == "post":
        return [_posts(words[0], line, wraps=False)]
    return inner


def _posts(tool: str, line: Line, *, wraps: bool) -> Deed:
    needs = Needs.NOTHING if wraps or line.verb == "plan" else Needs.PLAN
    return Deed(act=Act.PLAN_COMMENT, tool=tool, flags=line.flags, needs=needs)
