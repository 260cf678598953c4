"""Where an HCL expression, bracket, string or heredoc ends: regular expressions and one explicit stack."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Groups are repeated greedily and no two of their choices begin alike, so that going back finds nothing else.
# Possessive repeats of groups would say so, but Python before 3.11.5 loses its place in them.
_COMMENT = r"\#[^\n]*+|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*(?:\*/|\Z)"
BLOCK_COMMENT = r"/\*(?:[^*]++|\*(?!/))*(?:\*/|\Z)"
IDENTIFIER = r"[^\W\d][\w-]*+"
_PLAIN = r'"[^"\\$%\n]*+"'
# with templates in it that hold no more than names and plain strings
_TEMPLATES = rf'[$%]\{{(?:[^{{}}"]++|{_PLAIN})*\}}'
_SIMPLE_STRING = rf'"(?:[^"\\$%\n]++|\\[^\n]|\$\$\{{|%%\{{|{_TEMPLATES}|\$(?!\$?\{{)|%(?!%?\{{))*"'
_NOT_HEREDOC = r"<(?!<-?[^\W\d])"
_HEREDOC = r"<<-?(?P<word>[^\W\d][\w.-]*+)[^\n]*+(?:\n|\Z)"
_DIVIDED_BY = r"/(?![/*])"
_FLAT = rf"[^{{}}\[\]()\"\#/<]++|{_COMMENT}|{_DIVIDED_BY}|{_SIMPLE_STRING}|{_NOT_HEREDOC}"


def _nested(levels: int) -> str:
    """Everything that the regular expression engine can skip by itself: brackets too, down to some level."""
    return rf"{_FLAT}|[{{\[(](?:{_nested(levels - 1)})*[}}\])]" if levels else _FLAT


_INSIDE = rf"(?:{_nested(3)})*"
_GROUP = re.compile(
    rf"{_INSIDE}"
    rf"(?:(?P<open>[{{\[(])|(?P<close>[}}\])])|(?P<quote>\")|(?P<heredoc>{_HEREDOC})|(?P<other>.)|\Z)",
    re.DOTALL,
)
_IN_VALUE = (
    rf"(?:[^{{}}\[\]()\"\#/<\n]++|{BLOCK_COMMENT}|{_DIVIDED_BY}|{_SIMPLE_STRING}|{_NOT_HEREDOC}"
    rf"|[{{\[(]{_INSIDE}[}}\])])*"
)
_END_OF_LINE = r"(?:\#[^\n]*+|//[^\n]*+)?(?:\n|\Z)"
_EXPRESSION = re.compile(
    rf"{_IN_VALUE}(?:(?P<end>{_END_OF_LINE})|(?P<open>[{{\[(])|(?P<close>[}}\])])|(?P<quote>\")"
    rf"|(?P<heredoc>{_HEREDOC})|(?P<other>.)|\Z)",
    re.DOTALL,
)
_STRING = re.compile(
    r'(?:[^"\\$%\n]++|\\.|\$\$\{|%%\{|\$(?!\$?\{)|%(?!%?\{))*(?:(?P<template>[$%]\{)|(?P<end>")|(?P<newline>\n)|\Z|.)',
    re.DOTALL,
)
_TEMPLATE = re.compile(r'[^{}"]*+(?:(?P<open>\{)|(?P<close>\})|(?P<quote>")|\Z)')
BLANK = rf"(?:[ \t\r\n\ufeff]++|{_COMMENT})*"
_IN_LINE = rf"(?:[ \t]++|{BLOCK_COMMENT})*"
# to the end of a line, or of the comment that begins in it
LINE = re.compile(rf'(?:[^\n\#/"]++|{_COMMENT}|{_DIVIDED_BY}|"(?:[^"\\\n]++|\\[^\n])*"?)*')
# a block with two labels, from end to end
RESOURCE = re.compile(
    rf'{BLANK}(?P<type>{IDENTIFIER})[ \t]*+"([^"\\\n]*+)"[ \t]*+"([^"\\\n]*+)"[ \t]*+\{{{_INSIDE}\}}'
)
STATEMENT = re.compile(
    rf"{BLANK}(?:(?P<name>{IDENTIFIER})"
    rf"(?:(?P<labels>(?:{_IN_LINE}(?:\"(?:[^\"\\\n]++|\\[^\n])*\"|{IDENTIFIER}))*){_IN_LINE}(?P<block>\{{)"
    rf"|[ \t]*+(?P<attribute>=)(?![=>])(?:(?P<value>{_IN_VALUE}){_END_OF_LINE})?)"
    r"|(?P<close>\})|(?P<other>.)|\Z)",
    re.DOTALL,
)


class End(NamedTuple):
    """Where a value ends, where reading goes on, and whether everything opened in it was closed."""

    value: int
    following: int
    closed: bool = True


def expression(text: str, at: int) -> End:
    """The value that begins at `at` and runs to the end of its line, or of its brackets and heredoc."""
    size = len(text)
    while at < size:
        match = _EXPRESSION.match(text, at)
        if match is None:
            break
        at, kind = match.end(), match.lastgroup
        if kind == "end":
            return End(match.start("end"), at)
        if kind == "close":
            return End(at - 1, at - 1)
        if kind == "open":
            at, closed = group(text, at)
            if not closed:
                return End(size, size, closed=False)
        elif kind == "quote":
            at = _string(text, at)
        elif kind == "heredoc":
            at, closed = _heredoc(text, at, match["word"])
            return End(at, at, closed)
    return End(size, size)


def group(text: str, at: int) -> tuple[int, bool]:
    """Behind the bracket that closes the one just before `at`, and whether there is one."""
    size, depth = len(text), 1
    while at < size:
        match = _GROUP.match(text, at)
        if match is None:
            break
        at, kind = match.end(), match.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
            if not depth:
                return at, True
        elif kind == "quote":
            at = _string(text, at)
        elif kind == "heredoc":
            at, _ = _heredoc(text, at, match["word"])
    return size, False


def _string(text: str, at: int) -> int:
    """Behind the closing quote. A newline outside `${…}` ends a string that nobody closed."""
    size = len(text)
    braces: list[int] = []  # how many are open in each template around this place
    in_string = True
    while at < size:
        match = (_STRING if in_string else _TEMPLATE).match(text, at)
        if match is None:
            break
        at, kind = match.end(), match.lastgroup
        if kind == "newline":
            return at - 1
        if kind == "end":
            if not braces:
                return at
            in_string = False
        elif kind == "template":
            braces.append(1)
            in_string = False
        elif kind == "quote":
            in_string = True
        elif kind is not None:
            braces[-1] += 1 if kind == "open" else -1
            if not braces[-1]:
                braces.pop()
                in_string = True
    return size


def _heredoc(text: str, at: int, word: str) -> tuple[int, bool]:
    match = _delimiter(word).search(text, at)
    return (match.end(), True) if match else (len(text), False)


@lru_cache(maxsize=256)
def _delimiter(word: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*+{re.escape(word)}[ \t\r]*+$", re.MULTILINE)
