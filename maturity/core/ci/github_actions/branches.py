"""Branch names: which one is the default, which ones live long, which ones are changes on their way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from maturity.core.ci.github_actions.shape import On
from maturity.core.linking import globs
from maturity.core.paths import environment

COMMON = ("main", "master", "trunk")
CHANGE = "change"  # stands for the branch of a change
_LONG_LIVED = re.compile(
    r"(?:^|[/_.-])(?:main|master|trunk|default|releases?|rel|deploy|deployment|envs?|environments?|stable|next)(?:$|[/_.-])"
    r"|^v?\d"
)
_CHANGES = re.compile(
    r"^(?:feature|feat|fix|bugfix|hotfix|chore|topic|users?|renovate|dependabot)(?:$|[/_.-])"
)
_WILD = re.compile(r"[*?+\[]")


def is_long_lived(name: str) -> bool:
    """A branch people merge into: main, develop, production, release/1. Never the branch of one change."""
    if _CHANGES.search(name):
        return False
    return _LONG_LIVED.search(name) is not None or environment(name) != ""


def is_pattern(text: str) -> bool:
    return _WILD.search(text) is not None


def example(pattern: str) -> str:
    """A name the pattern matches: "release/*" gives "release/change", "v[0-9]+" gives "v0"."""
    name = re.sub(r"\[(.)[^\]]{0,64}\]", r"\1", re.sub(r"\*+", CHANGE, pattern[:200]))
    return re.sub(r"[?+]", "", name)


def passes(on: On, name: str) -> bool:
    """Whether a filter lets a push to (or a pull request into) this branch through."""
    if on.branches is not None and not globs.selects(on.branches, name):
        return False
    return not any(globs.matches(pattern, name) for pattern in on.branches_ignore or ())


def named(on: On) -> list[str]:
    """Literal names and examples of the patterns a filter lists, those it takes back left out."""
    return [example(one) for one in on.branches or () if not one.startswith("!")]


def guess_default(filters: Iterable[On], tested: Sequence[str]) -> str:
    """The default branch when nobody told: the usual name the workflows speak of most.

    When they never name main, master or trunk but agree on one other long-lived branch,
    that one; else "main".
    """
    literal = Counter(
        name for on in filters if on.name in {"push", "pull_request", "pull_request_target", "workflow_run"}
        for name in on.branches or () if not is_pattern(name) and not name.startswith("!")
    )  # fmt: skip
    literal.update(name for name in tested if name in COMMON)
    usual = [name for name in COMMON if literal[name]]
    if usual:
        return max(usual, key=lambda name: literal[name])
    others = [name for name in literal if is_long_lived(name)]
    return others[0] if len(others) == 1 else "main"
