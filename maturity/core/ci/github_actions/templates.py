"""Texts with `${{ … }}` in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from maturity.core.ci.github_actions import grammar, values
from maturity.core.ci.github_actions.evaluate import STATUS, Situation, evaluate
from maturity.core.ci.github_actions.values import Placeholder, Unknown, Value

MAX_TEXT = 200_000
NOT_UNDERSTOOD = Unknown("an expression that cannot be read", certain=False)


class Hole(Struct, frozen=True):
    raw: str
    tree: grammar.Node | None


@lru_cache(maxsize=8192)
def split(text: str) -> tuple[str | Hole, ...]:
    """Literal parts and holes in order; linear in the text, quotes inside a hole respected."""
    parts: list[str | Hole] = []
    at = 0
    while (start := text.find("${{", at)) >= 0:
        end = _end(text, start + 3)
        if end < 0:
            break
        if start > at:
            parts.append(text[at:start])
        parts.append(Hole(text[start:end], grammar.parse(text[start + 3 : end - 2])))
        at = end
    if at < len(text):
        parts.append(text[at:])
    return tuple(parts)


def _end(text: str, at: int) -> int:
    close = text.find("}}", at)
    while close >= 0:
        quote = text.find("'", at, close)
        shut = text.find("'", quote + 1) if quote >= 0 else -1
        if shut < 0:
            return close + 2
        at = shut + 1
        if close < at:
            close = text.find("}}", at)
    return -1


def value(text: str, here: Situation) -> Value:
    """What the whole text stands for; a text of one hole keeps the type of its expression."""
    if "${{" not in text:
        return text
    if len(text) > MAX_TEXT:
        return NOT_UNDERSTOOD
    parts = split(text)
    if len(parts) == 1 and isinstance(parts[0], Hole):
        return _of(parts[0], here)
    joined: list[str] = []
    vague = False
    for part in parts:
        one = part if isinstance(part, str) else _of(part, here)
        known = values.text(one)
        if known is None:
            return Unknown(one.why, one.certain) if isinstance(one, Unknown) else Unknown("an object")
        vague = vague or isinstance(one, Placeholder)
        joined.append(known)
    return Placeholder("".join(joined)) if vague else "".join(joined)


def filled(text: str, here: Situation) -> str:
    """The text with every hole filled whose value is really known; the others stay."""
    if "${{" not in text or len(text) > MAX_TEXT:
        return text
    return "".join(part if isinstance(part, str) else _shown(part, here) for part in split(text))


def all_filled(texts: Mapping[str, str], here: Situation) -> dict[str, str]:
    return {name: filled(text, here) for name, text in texts.items()}


def _of(hole: Hole, here: Situation) -> Value:
    return NOT_UNDERSTOOD if hole.tree is None else evaluate(hole.tree, here)


def _shown(hole: Hole, here: Situation) -> str:
    one = _of(hole, here)
    known = None if isinstance(one, Placeholder) else values.text(one)
    return hole.raw if known is None else known


class Verdict(Struct, frozen=True):
    """`runs` False: never. `certain`: in every ordinary run. `note` why it is not simply yes or no."""

    runs: bool
    certain: bool = True
    note: str = ""


YES = Verdict(runs=True)
NO = Verdict(runs=False, note="its condition is never true here")


def decide(condition: str, here: Situation) -> Verdict:
    """An `if:` text. Without a status function it also asks that nothing before it failed or was skipped."""
    if not condition.strip():
        return NO if here.blocked else YES
    if "${{" in condition:
        parts = split(condition)
        if len(parts) != 1 or not isinstance(parts[0], Hole):
            return Verdict(runs=True, note="text around ${{ }} makes the condition always true")
        tree = parts[0].tree
    else:
        tree = grammar.parse(condition)
    if tree is None:
        return Verdict(runs=True, certain=False, note=NOT_UNDERSTOOD.why)
    if here.blocked and not grammar.calls(tree) & STATUS:
        return NO
    result = evaluate(tree, here)
    known = values.truth(result)
    if known is not None:
        return YES if known else NO
    unknown = result if isinstance(result, Unknown) else NOT_UNDERSTOOD
    return Verdict(runs=True, certain=unknown.expected, note=unknown.why)
