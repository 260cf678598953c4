"""The commands of a PowerShell script, as far as they look like commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maturity.core.syntax.shell import Command

_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*+|<\#(?:[^\#]++|\#(?!>))*(?:\#>|\Z))|(?P<joined>`\r?\n)"
    r"|(?P<here>@\"(?:[^\"]++|\"(?!@))*(?:\"@|\Z)|@'(?:[^']++|'(?!@))*(?:'@|\Z))"
    r"|(?P<double>\"(?:[^\"`]++|`.?+|\"\")*\"?+)|(?P<single>'[^']*+'?+)|(?P<newline>\n)"
    r"|(?P<end>[;|{}()]|&&|\|\|)|(?P<blank>[^\S\n]++)|(?P<word>(?:[^\s;|{}()\"'`\#]++|`.|(?<=[^\s;|{}()])\#)+|.)",
    re.DOTALL,
)
_MAX_COMMANDS = 5_000
_MAX_WORDS = 200
_LOCATION = frozenset({"cd", "chdir", "sl", "set-location", "push-location", "pushd"})
_START = frozenset({"start-process", "start", "saps"})
_ARGUMENTS = frozenset({"-argumentlist", "-args", "-filepath", "-nonewwindow", "-wait", "-passthru"})


def powershell_commands(text: str) -> Iterator[Command]:
    """One command per statement; `$x = cmd` is captured. Never raises; at most 5,000."""
    words: list[str] = []
    line = start = count = 0
    cwd = ""
    glued = quoted = False
    for match in _TOKEN.finditer(text):
        kind, written = match.lastgroup, match[0]
        if kind in ("newline", "end"):
            command = _command(words, start, cwd) if words and not quoted else None
            if command is not None and command.words:
                yield command
                cwd = _entered(command.words, cwd)
                count += 1
            words, glued = [], False
        elif kind in ("word", "double", "single", "here"):
            start = line if not words else start
            inside = _inside(kind, written)
            if glued and words:
                words[-1] += inside
            elif len(words) < _MAX_WORDS:
                # A string alone is a value; `& "a command"` is the other way to start one.
                quoted = kind != "word" if not words or (words[1:2] == ["="] and len(words) == 2) else quoted
                words.append(inside)
            glued = True
        else:
            glued = False
        line += written.count("\n")
        if count >= _MAX_COMMANDS:
            return
    if words and not quoted:
        yield _command(words, start, cwd)


def _inside(kind: str, written: str) -> str:
    if kind == "word":
        return written.replace("`", "")
    return written[2:-2].strip("\r\n") if kind == "here" else written[1:].removesuffix(written[0])


def _command(words: list[str], line: int, cwd: str) -> Command:
    captured = ""
    if len(words) > 2 and words[0].startswith("$") and words[1] in ("=", "+="):
        captured, words = words[0][1:], words[2:]
    while words and words[0] in ("&", ".", "return", "try", "exec"):
        words = words[1:]
    if words and words[0].lower() in _START:
        words = [word for word in words[1:] if word.lower() not in _ARGUMENTS]
    return Command(tuple(words), line, captured=captured, cwd=cwd)


def _entered(words: tuple[str, ...], cwd: str) -> str:
    if len(words) < 2 or words[0].lower() not in _LOCATION:
        return cwd
    target = next((word for word in words[1:] if not word.startswith("-")), "").replace("\\", "/")
    if not cwd or target.startswith(("/", "$", "~")) or target[1:2] == ":":
        return target
    return f"{cwd}/{target}"[:1_000]
