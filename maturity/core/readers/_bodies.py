"""The body of a function, by braces or by indentation: enough to tell whether it does anything."""

from __future__ import annotations

import re

_INNER = re.compile(
    r"[^{}\"'`/\n]+|\n|//[^\n]*|/\*(?s:.*?)\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|."
)
_COMMENT = re.compile(r"//[^\n]*|/\*(?s:.*?)\*/|^[ \t]*#[^\n]*", re.MULTILINE)
_IDLE = re.compile(
    r"(?:return\s+)?(?:await\s+)?(?:Promise\.resolve\(\w*\)|Task\.CompletedTask|null|undefined|true|nil"
    r"|callback\(\)|cb\(\)|next\(\))?\s*;?|return\s*;?"
)
LIMIT = 20_000


def braces(text: str, start: int) -> str:
    """What lies between the first `{` at or after `start` and the `}` that closes it."""
    opening = text.find("{", start, start + 400)
    if opening < 0:
        return ""
    depth = 0
    for token in _INNER.finditer(text, opening, opening + LIMIT):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                return text[opening + 1 : token.start()]
    return text[opening + 1 : opening + LIMIT]


def parentheses(text: str, opening: int) -> list[str]:
    """The arguments of a call; `opening` is the place of its `(`."""
    depth, last = 0, opening + 1
    found: list[str] = []
    for token in _ARGUMENT.finditer(text, opening, opening + LIMIT):
        word = token[0]
        if word in "([{":
            depth += 1
        elif word in ")]}":
            depth -= 1
            if depth == 0:
                return [part for part in [*found, text[last : token.start()].strip()] if part]
        elif word == "," and depth == 1:
            found.append(text[last : token.start()].strip())
            last = token.end()
    return found


_ARGUMENT = re.compile(
    r"[^()\[\]{},\"'#]+|#[^\n]*|\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?s:.)"
)


def indented(text: str, start: int) -> str:
    """The lines of a Python function's body; `start` is anywhere in its `def` line."""
    lines = text[start : start + LIMIT].split("\n")
    body = []
    for line in lines[1:]:
        if line.strip() and not line.startswith((" ", "\t", ")")):
            break
        body.append(line)
    return "\n".join(body)


def does_something(body: str) -> bool:
    """Whether a brace body has a statement that is more than "nothing to do" or "cannot be done"."""
    statements = _COMMENT.sub("", body).strip()
    return not _IDLE.fullmatch(statements) and not re.match(r"throw\b|return Promise\.reject", statements)
