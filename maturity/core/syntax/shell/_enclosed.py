"""Where a quote, `$(…)`, `${…}`, heredoc or template ends: one pass over the text, no recursion."""

from __future__ import annotations

import re
from bisect import bisect_left

_HEREDOC = re.compile(r"<<-?[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|\\?([^\s;&|()<>'\"`]+))")
_CIRCLE = re.compile(r"<<\s*(?:include\([^)\n]*\)|[\w-]+\.[\w.-]+)\s*>>")
_NEXT = {
    ")": re.compile(r"[^'\"`\\()$#<\n]*+"),
    "}": re.compile(r"[^\"`\\}$]*+"),
    '"': re.compile(r"[^\"`\\$]*+"),
    "`": re.compile(r"[^`\\]*+"),
}


class Heredoc:
    """One `<<WORD` seen on a line; its body begins on the next."""

    def __init__(self, match: re.Match[str]) -> None:
        self.delimiter = next((part for part in match.groups() if part is not None), "")
        self.end = match.end()


class Finder:
    """Searches one text forward only, and remembers what it found: many searches cost no more than one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, tuple[int, int]] = {}
        self._lines: dict[str, list[int]] | None = None

    def find(self, what: str, start: int) -> int:
        since, found = self._found.get(what, (start + 1, 0))
        if since <= start and (found == -1 or found >= start):
            return found
        found = self.text.find(what, start)
        self._found[what] = (start, found)
        return found

    def heredoc(self, at: int) -> Heredoc | None:
        """The heredoc operator at `at`; not `<<<`, not a CircleCI `<< parameters.x >>`."""
        if self.text.startswith("<<<", at) or _CIRCLE.match(self.text, at):
            return None
        match = _HEREDOC.match(self.text, at)
        return Heredoc(match) if match else None

    def template(self, at: int) -> int:
        """The end of `${{ … }}`, `{{ … }}` (on one line) or `<< name >>` at `at`; -1 when there is none."""
        text = self.text
        if text.startswith("${{", at):
            end = self.find("}}", at)
            return end + 2 if end >= 0 else -1
        if text.startswith("{{", at):
            end, newline = self.find("}}", at), self.find("\n", at)
            return end + 2 if end >= 0 and (newline < 0 or end < newline) else -1
        match = _CIRCLE.match(text, at) if text.startswith("<<", at) else None
        return match.end() if match else -1

    def skip_heredocs(self, at: int, pending: list[Heredoc]) -> int:
        """From the start of a line, past the bodies of the heredocs begun on the line before.

        A delimiter that never comes was no heredoc (`1 << 2`): nothing is skipped.
        """
        for heredoc in pending:
            starts = self._line_starts().get(heredoc.delimiter, [])
            nearest = bisect_left(starts, at)
            if nearest < len(starts):
                end = self.text.find("\n", starts[nearest])
                at = end + 1 if end >= 0 else len(self.text)
        return at

    def _line_starts(self) -> dict[str, list[int]]:
        """Stripped, because scripts inside other files may still carry an indent."""
        if self._lines is None:
            self._lines = {}
            at = 0
            for line in self.text.split("\n"):
                self._lines.setdefault(line.strip(), []).append(at)
                at += len(line) + 1
        return self._lines

    def close(self, at: int, closer: str) -> int:
        """Past the `closer` that ends what was opened before `at`; the end of the text when nothing does."""
        return _Closing(self, closer).end(at)


class _Closing:
    """The stack of what is open while looking for the end of the outermost."""

    def __init__(self, finder: Finder, closer: str) -> None:
        self._finder = finder
        self._text = finder.text
        self._open = [closer]
        self._heredocs: list[Heredoc] = []

    def end(self, at: int) -> int:
        text, size = self._text, len(self._text)
        while at < size:
            mode = self._open[-1]
            match = _NEXT[mode].match(text, at)
            at = match.end() if match else at
            if at >= size:
                break
            char = text[at]
            if char == mode:
                self._open.pop()
                if not self._open:
                    return at + 1
                at += 1
            elif char == "\\":
                at += 2
            else:
                at = self._enter(at, char, mode)
        return size

    def _enter(self, at: int, char: str, mode: str) -> int:
        if char == "$":
            return self._dollar(at)
        if char in '"`':
            self._open.append(char)
            return at + 1
        return self._in_command(at, char) if mode == ")" else at + 1

    def _dollar(self, at: int) -> int:
        template = self._finder.template(at)
        if template >= 0:
            return template
        following = self._text[at + 1 : at + 2]
        if following in ("(", "{"):
            self._open.append(")" if following == "(" else "}")
            return at + 2
        return at + 1

    def _in_command(self, at: int, char: str) -> int:
        text = self._text
        if char == "(":
            self._open.append(")")
        elif char == "'":
            end = text.find("'", at + 1)
            return end + 1 if end >= 0 else len(text)
        elif char == "#" and (at == 0 or text[at - 1] in " \t\n;("):
            end = self._finder.find("\n", at)
            return end if end >= 0 else len(text)
        elif char == "<" and (heredoc := self._finder.heredoc(at)):
            self._heredocs.append(heredoc)
            return heredoc.end
        elif char == "\n" and self._heredocs:
            pending, self._heredocs = self._heredocs, []
            return self._finder.skip_heredocs(at + 1, pending)
        return at + 1
