"""The summary that Rungs writes on a pull request, in Markdown that both hosts show alike.

Addresses and names are foreign: they stand in code spans, where nothing in them is a link, a mention or HTML.
No value of an attribute is ever shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from maturity.core.plans.change import Action, ResourceChange

CAP = 60_000  # bytes; GitHub takes 65,536, GitLab a million
LONGEST = 200
OTHERS = 200  # changes without a destroy that are listed for one stack
MARK = "<!-- rungs:summary -->"
NAMES = {
    Action.DELETE: "destroy", Action.REPLACE: "replace", Action.CREATE: "create", Action.UPDATE: "update",
    Action.FORGET: "forget", Action.READ: "read", Action.OTHER: "change",
}  # fmt: skip


class Planned(Struct, frozen=True, kw_only=True):
    """One plan. add, change, destroy: as terraform counts them, so a replacement is in two of them.

    stale    why it may no longer be true, in words; "" when it is fresh
    changes  everything that changes; may be fewer than counted when their time was over
    """

    stack: str
    url: str
    environment: str = ""
    commit: str = ""
    add: int = 0
    change: int = 0
    destroy: int = 0
    drifted: int = 0
    errored: bool = False
    error: str = ""
    complete: bool = True
    stale: str = ""
    changes: tuple[ResourceChange, ...] = ()


def summary(plans: Sequence[Planned], *, link: str) -> str:
    """The whole text. The plans that hurt come first, and what does not fit is counted."""
    ordered = sorted(plans, key=lambda one: (not one.destroy, not one.errored, one.stack))
    text = _Text(link)
    text.add(MARK, f"### Rungs: {_headline(ordered)}", "")
    text.add("| Stack | Add | Change | Destroy | Drifted |", "|---|--:|--:|--:|--:|")
    for one in ordered:
        text.add(_row(one))
    for one in ordered:
        text.add_part(_part(one), sum(1 for change in one.changes if _shown(change)))
    text.add("", f"[All of it in Rungs]({link})")
    return text.whole()


class _Text:
    """Lines until there is no more room. A part that is cut is closed before the note that says so."""

    def __init__(self, link: str) -> None:
        self._lines: list[str] = []
        self._room = CAP - 600
        self._left = 0
        self._link = link

    def add(self, *lines: str) -> bool:
        """Whether they fit."""
        size = sum(len(line.encode()) + 1 for line in lines)
        if size > self._room:
            return False
        self._room -= size
        self._lines += lines
        return True

    def add_part(self, lines: Iterator[tuple[str, int]], changes: int) -> None:
        """lines: each with the number of changes it tells of."""
        told, folded = 0, False
        for line, number in lines:
            if self._left or not self.add(line):
                self._left += changes - told
                break
            told += number
            folded = (folded or line == FOLD) and line != UNFOLD
        if folded:
            self._lines += [UNFOLD, ""]

    def whole(self) -> str:
        if self._left:
            noun = "change" if self._left == 1 else "changes"
            note = f"**Cut here: {self._left:,} more {noun} on [Rungs]({self._link}).**"
            self._lines += ["", note]
        return "\n".join(self._lines) + "\n"


FOLD = "<details>"
UNFOLD = "</details>"


def _headline(plans: Sequence[Planned]) -> str:
    noun = "stack" if len(plans) == 1 else "stacks"
    add, change, destroy = (sum(getattr(one, name) for one in plans) for name in ("add", "change", "destroy"))
    failed = sum(one.errored for one in plans)
    words = [f"{len(plans)} {noun}"]
    if destroy:
        words.append(f"**{destroy:,} to destroy**")
    words += [f"{add:,} to add", f"{change:,} to change"]
    if not (add or change or destroy or failed):
        words = [f"{len(plans)} {noun}", "no changes"]
    if failed:
        words.append(f"**{failed} failed**")
    return ", ".join(words)


def _row(one: Planned) -> str:
    # In a table a bar ends the cell even inside code.
    name = _code(one.stack).replace("|", "\\|")
    if one.errored:
        return f"| [{name}]({one.url}) | failed | | | |"
    destroy = f"**{one.destroy:,}**" if one.destroy else "0"
    return f"| [{name}]({one.url}) | {one.add:,} | {one.change:,} | {destroy} | {one.drifted or ''} |"


def _part(one: Planned) -> Iterator[tuple[str, int]]:
    """Its lines, each with the number of changes it tells of."""
    losses = [change for change in one.changes if change.destructive]
    others = [change for change in one.changes if _shown(change) and not change.destructive]
    if not (losses or others or one.errored or one.stale or one.drifted or not one.complete):
        return
    yield "", 0
    yield f"#### {_code(one.stack)}{' · ' + _code(one.environment) if one.environment else ''}", 0
    yield from ((line, 0) for line in _notes(one))
    for change in losses:
        yield _loss(change), 1
    if others:
        noun = "change" if len(others) == 1 else "changes"
        yield "", 0
        yield FOLD, 0
        yield f"<summary>{len(others):,} {'other ' if losses else ''}{noun} without a destroy</summary>", 0
        yield "", 0
        for change in others[:OTHERS]:
            yield f"- {NAMES.get(change.action, 'keep')}{_also(change)} {_code(change.address)}", 1
        if len(others) > OTHERS:
            yield f"- and {len(others) - OTHERS:,} more on [Rungs]({one.url})", len(others) - OTHERS
        yield "", 0
        yield UNFOLD, 0


def _notes(one: Planned) -> Iterator[str]:
    if one.errored:
        yield f"> **The plan failed.** {_code(one.error) if one.error else ''}".rstrip()
    if one.stale:
        yield f"> **Stale:** {one.stale}"
    if one.drifted:
        noun = "resource was" if one.drifted == 1 else "resources were"
        yield f"> **Drift:** {one.drifted:,} {noun} changed outside the code; applying this would undo that."
    if not one.complete:
        yield "> **Not the whole stack:** the plan was limited to some of its resources."
    if one.errored or one.stale or one.drifted or not one.complete:
        yield ""


def _loss(change: ResourceChange) -> str:
    words = [f"- **{NAMES[change.action]}** {_code(change.address)}"]
    if change.deposed:
        words.append("its deposed object")
    if change.holds_data:
        words.append("**holds data**")
    words += [_code(guard) for guard in change.guards[:5]]
    forcing = [difference.path for difference in change.differences if difference.forces][:5]
    if forcing:
        words.append("forced by " + ", ".join(map(_code, forcing)))
    return " · ".join(words)


def _also(change: ResourceChange) -> str:
    moved = " (moved)" if change.previous_address else ""
    return moved + (" (import)" if change.importing else "")


def _shown(change: ResourceChange) -> bool:
    planned = change.action not in (Action.NO_OP, Action.READ)
    return planned or bool(change.previous_address) or change.importing


def _code(text: str) -> str:
    """Foreign text as a code span: shown letter by letter, whatever it holds."""
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[: LONGEST + 1])
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    if not text.strip():
        return "` `"
    longest = max(len(run) for run in _ticks(text))
    fence = "`" * (longest + 1)
    edge = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def _ticks(text: str) -> list[str]:
    """The runs of backticks in it, an empty one at least."""
    runs, run = [""], ""
    for letter in text:
        run = run + "`" if letter == "`" else ""
        runs.append(run)
    return runs
