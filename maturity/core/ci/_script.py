"""Lists of commands, one shell: joined into as few scripts as possible without losing a line number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from maturity.core.linking.places import inside
from maturity.core.syntax.yaml import Node, Scalar, Sequence

_CD = re.compile(r"(?:^|&&|;|\n)\s{0,20}cd\s{1,5}[\"']?([^\s;&|\"']{1,200})[\"']?\s{0,5}(?=&&|;|\n|$)")


class Script(NamedTuple):
    """Shell text whose n-th line is line `line + n` of the file; `cwd` is where it starts, None = unknown."""

    text: str
    line: int
    cwd: str | None


def commands_in(node: Node | None) -> list[Scalar]:
    """The scalars of a list of commands, nested lists flattened as every system flattens them."""
    if isinstance(node, Scalar):
        return [] if node.is_null else [node]
    if not isinstance(node, Sequence):
        return []
    return [command for child in node for command in commands_in(child)]


def joined(commands: Iterable[Scalar], cwd: str | None = "") -> list[Script]:
    """Scripts that keep every line where it is in the file; a command written further up starts a new one."""
    scripts: list[Script] = []
    lines: list[str] = []
    start = 0
    for command in commands:
        text = command.rstrip("\n").split("\n")
        if lines and command.first_line >= start + len(lines) and command.first_line - start < 5_000:
            lines += [""] * (command.first_line - start - len(lines))
        else:
            cwd = _finish(scripts, lines, start, cwd)
            lines, start = [], command.first_line
        lines += text
    _finish(scripts, lines, start, cwd)
    return scripts


def _finish(scripts: list[Script], lines: list[str], start: int, cwd: str | None) -> str | None:
    if not lines:
        return cwd
    text = "\n".join(lines)
    scripts.append(Script(text, start, cwd))
    return folder_after(text, cwd)


def folder_after(text: str, cwd: str | None) -> str | None:
    """Where a script leaves its shell, as far as plain `cd x` tells."""
    if "cd" not in text:
        return cwd
    for target in _CD.findall(text):
        cwd = inside(cwd, target)
    return cwd
