"""Shell variables whose value is known: replaced before a command is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from maturity.core.linking.places import known
from maturity.core.syntax.shell import Command

MAX_VALUE = 2_000
MAX_WORD = 4_000
_VARIABLE = re.compile(r"\$(?:\{(\w{1,64}|[@*#])(?::?[-=]([^{}$]{0,200}))?\}|(\w{1,64}|[@*]))")
# "plan ${extra}": what it begins with is known, and says what is done
_BEGINS = re.compile(r"[a-z][\w-]{0,30} [^`]{0,500}$")
Variables = Mapping[str, tuple[str, ...]]  # a loop's variable has several values


def replaced(word: str, values: Variables) -> str:
    """`$NAME` and `${NAME:-default}` with one known value are replaced; the rest stays as written."""
    if "$" not in word or len(word) > MAX_WORD:
        return word

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[3]
        known = values.get(name)
        if known is not None and len(known) == 1:
            return known[0]
        return found[2] if known is None and found[2] is not None and name.isdigit() else found[0]

    return _VARIABLE.sub(value, word)


def words_of(words: Iterable[str], values: Variables) -> tuple[str, ...]:
    """The words of one command; `"$@"` becomes the arguments, a variable alone is split at spaces."""
    found: list[str] = []
    for word in words:
        if word in {"$@", "${@}", "$*"} and "@" in values:
            found += values["@"]
            continue
        new = replaced(word, values)
        whole = _VARIABLE.fullmatch(word) is not None and new != word
        found += new.split() if whole and " " in new else [new]
    return tuple(word for word in found if word)


def looped(words: Iterable[str], values: Variables) -> str:
    """The variable of a loop these words speak of, "" without one."""
    for word in words:
        for found in _VARIABLE.finditer(word[:MAX_WORD]):
            name = found[1] or found[3]
            if len(values.get(name, ())) > 1 and name != "@":
                return name
    return ""


def learned(command: Command, values: dict[str, tuple[str, ...]]) -> None:
    """Remember what a command assigns: `X=value`, `export X=value`, `for x in a b`."""
    if command.words[:1] == ("for",) and len(command.words) > 2:
        literal = [word for word in command.words[2:] if word != "in"]
        if literal and not any("$" in word or "*" in word for word in literal):
            values[command.words[1]] = tuple(literal[:50])
        else:
            values.pop(command.words[1], None)
        return
    if command.words[:1] == ("shift",):
        _shift(command.words[1:2], values)
        return
    pairs = list(command.assigns) if not command.words else []
    if command.words[:1] in {("export",), ("local",), ("declare",), ("readonly",), ("typeset",)}:
        pairs += [
            (name, value) for word in command.words[1:] for name, sep, value in [word.partition("=")] if sep
        ]
    for name, value in pairs:
        new = replaced(value, values)
        open_ended = ("$" in new or "`" in new) and not known(new) and not _BEGINS.match(new)
        if open_ended or len(new) > MAX_VALUE:
            values.pop(name, None)
        else:
            values[name] = (new,)


def _shift(by: tuple[str, ...], values: dict[str, tuple[str, ...]]) -> None:
    """`shift`, `shift 2`; `shift $((OPTIND - 1))` drops the options that came first."""
    rest = values.get("@", ())
    if by and "OPTIND" in by[0]:
        number = next((at for at, word in enumerate(rest) if not word.startswith("-")), len(rest))
    else:
        number = int(by[0]) if by and by[0].isdecimal() and len(by[0]) < 3 else 1
    for name in [name for name in values if name.isdecimal()]:
        del values[name]
    values.update(arguments(rest[number:]))


def arguments(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """`$1`, `$2`, … and `$@` of a script or function called with these words."""
    found: dict[str, tuple[str, ...]] = {str(at): (word,) for at, word in enumerate(words[:20], 1)}
    found["@"] = words[:40]
    return found
