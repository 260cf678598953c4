"""Tools whose verb alone says what they do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import Line, read

Acts = Act | tuple[Act, ...]


def acts_of(table: Mapping[str, Acts], line: Line) -> tuple[Act, ...]:
    """The acts of the longest entry that begins the verbs, "app diff" before "app"; "" = no verb at all."""
    for length in (3, 2, 1):
        found = table.get(" ".join(line.verbs[:length])) if len(line.verbs) >= length else None
        if found is not None:
            return found if isinstance(found, tuple) else (found,)
    found = table.get("*" if line.verbs else "")
    if found is None:
        return ()
    return found if isinstance(found, tuple) else (found,)


def by_verb(
    table: Mapping[str, Acts],
    *,
    tool: str = "",
    valued: Collection[str] = (),
    directory: tuple[str, ...] = (),
    soft: Mapping[str, str] | None = None,
) -> Callable[[tuple[str, ...]], list[Deed]]:
    """A `classify` made of a table of verbs.

    directory  options that name where it works
    soft       option -> why the tool does not fail with it
    """

    def classify(words: tuple[str, ...]) -> list[Deed]:
        line = read(words, valued)
        why = next((reason for option, reason in (soft or {}).items() if line.has(option)), "")
        return [
            Deed(act=act, tool=tool or words[0], flags=line.flags, directory=line.value(*directory), soft=why)
            for act in acts_of(table, line)
        ]

    return classify


def idle(line: Line) -> bool:
    """Called only to be asked for its version or its help."""
    asked = line.has("--version", "-version", "--help", "-help", "-h")
    return asked or line.verb in {"version", "help", "completion"}
