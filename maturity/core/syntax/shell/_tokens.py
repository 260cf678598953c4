"""Words and operators of a shell script, one at a time."""

from __future__ import annotations

import re

from maturity.core.syntax.shell._enclosed import Finder, Heredoc

WORD, OPERATOR, REDIRECT, END = "word", "operator", "redirect", "end"

_BLANK = re.compile(r"(?:[ \t\r\f\v]|\\\r?\n)+")
_OPERATOR = re.compile(r"\r?\n|;;&|;;|;&|;|&&|&(?!>)|\|\||\|&|\||[()]")
_REDIRECT = re.compile(r"\d*(?:<<<|>>|>&|<&|>\||<>|>|<)|&>>?")
_CHUNK = re.compile(r"[^\s;&|()<>\\'\"`${]++")
_QUOTED_CHUNK = re.compile(r"[^\"\\`$]++")
_ANSI = re.compile(r"\$'(?:[^'\\]|\\.)*", re.DOTALL)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*+(?:\[[^\]\s'\"(]{0,99}\])?\+?=")


class Token:
    """One word or operator.

    text      unquoted; `$(…)`, `$VAR` and templates as written
    plain     nothing in it was quoted or escaped
    named     where its value begins, when it is an assignment `name=value`; else 0
    bodies    the scripts inside `$(…)`, backticks and `<(…)`, each with its line
    start     where it begins in the script
    """

    __slots__ = ("bodies", "kind", "line", "named", "plain", "start", "text")

    def __init__(self, kind: str, text: str, line: int, start: int) -> None:
        self.kind = kind
        self.text = text
        self.line = line
        self.start = start
        self.plain = True
        self.named = 0
        self.bodies: list[tuple[str, int]] = []

    def assignment(self) -> tuple[str, str] | None:
        if not self.named:
            return None
        return self.text[: self.named].rstrip("+=").partition("[")[0], self.text[self.named :]


class Tokens:
    """`next` until END. Never raises; what is not closed runs to the end of the script."""

    def __init__(self, script: str) -> None:
        self.script = script
        self.at = 0
        self._finder = Finder(script)
        self._heredocs: list[Heredoc] = []
        self._line = 0
        self._counted = 0

    def next(self) -> Token:
        self._skip_blank()
        script = self.script
        while self.at < len(script) and script[self.at] == "<" and (heredoc := self._finder.heredoc(self.at)):
            self._heredocs.append(heredoc)
            self.at = heredoc.end
            self._skip_blank()
        at = self.at
        if at >= len(script):
            return Token(END, "", self._line_at(at), at)
        if match := _OPERATOR.match(script, at):
            return self._operator(match)
        match = _REDIRECT.match(script, at)
        if match and script[at : at + 2] not in ("<(", ">(") and self._finder.template(at) < 0:
            self.at = match.end()
            return Token(REDIRECT, match[0], self._line_at(at), at)
        return self._word()

    def opens(self, text: str) -> bool:
        """Whether `text` follows at once, without a blank."""
        return self.script.startswith(text, self.at)

    def arithmetic(self) -> str:
        """The text of `((…))`, read from behind its first parenthesis."""
        start = self.at
        self.at = self._finder.close(start, ")")
        return self.script[start : self.at].strip("() \t\r\n")

    def _skip_blank(self) -> None:
        if match := _BLANK.match(self.script, self.at):
            self.at = match.end()
        if self.script.startswith("#", self.at):
            newline = self._finder.find("\n", self.at)
            self.at = newline if newline >= 0 else len(self.script)

    def _operator(self, match: re.Match[str]) -> Token:
        self.at = match.end()
        text = match[0].strip("\r")
        token = Token(OPERATOR, text, self._line_at(match.start()), match.start())
        if text == "\n" and self._heredocs:
            self.at = self._finder.skip_heredocs(self.at, self._heredocs)
            self._heredocs = []
        return token

    def _line_at(self, at: int) -> int:
        self._line += self.script.count("\n", self._counted, at)
        self._counted = max(self._counted, at)
        return self._line

    def _word(self) -> Token:
        start = self.at
        token = Token(WORD, "", self._line_at(start), start)
        parts: list[str] = []
        size = len(self.script)
        if named := _ASSIGNMENT.match(self.script, start):
            token.named = named.end() - start
        while self.at < size:
            if match := _CHUNK.match(self.script, self.at):
                parts.append(match[0])
                self.at = match.end()
            elif not self._special(token, parts):
                break
        if self.at == start:
            parts.append(self.script[start])
            self.at += 1
        token.text = "".join(parts)
        return token

    def _special(self, token: Token, parts: list[str]) -> bool:
        """Read what begins with a special character into `parts`; False when the word ends before it."""
        char = self.script[self.at]
        if char in "\\'\"" or self.script.startswith("$'", self.at):
            token.plain = False
            parts.append(self._quoted(token, char))
        elif char in "$`":
            parts.append(self._expansion(token))
        elif char == "(":
            return self._parenthesis(token, parts)
        elif char in "{<>":
            return self._template_or_process(token, parts)
        else:
            return False
        return True

    def _quoted(self, token: Token, char: str) -> str:
        start = self.at
        if char == "\\":
            return self._escape()
        if char == "'":
            end = self.script.find("'", start + 1)
            self.at = end + 1 if end >= 0 else len(self.script)
            return self.script[start + 1 : end if end >= 0 else None]
        if char == "$":
            match = _ANSI.match(self.script, start)
            end = match.end() if match else start + 2
            self.at = end + 1
            return self.script[start + 2 : end]
        return self._double_quoted(token)

    def _escape(self) -> str:
        following = self.script[self.at + 1 : self.at + 3]
        if following == "\r\n":
            self.at += 3
            return ""
        self.at += 2
        return "" if following[:1] == "\n" else following[:1]

    def _double_quoted(self, token: Token) -> str:
        self.at += 1
        parts: list[str] = []
        size = len(self.script)
        while self.at < size:
            if match := _QUOTED_CHUNK.match(self.script, self.at):
                parts.append(match[0])
                self.at = match.end()
                continue
            char = self.script[self.at]
            if char == '"':
                self.at += 1
                break
            if char == "\\":
                escaped = self._escape()
                parts.append(escaped if escaped in '"\\$`' else "\\" + escaped)
            else:
                parts.append(self._expansion(token))
        return "".join(parts)

    def _expansion(self, token: Token) -> str:
        """`$…` or backticks as written; the scripts inside are noted on the token."""
        start, script = self.at, self.script
        self.at = end = self._expansion_end(start)
        written = script[start:end]
        if script[start] == "`":
            self._body(token, start + 1, end, "`")
        elif written.startswith("$((") and written.endswith("))"):
            pass
        elif written.startswith("$("):
            self._body(token, start + 2, end, ")")
        elif written.startswith("${") and not written.startswith("${{") and "$(" in written:
            inside = start + written.index("$(")
            self._body(token, inside + 2, self._finder.close(inside + 2, ")"), ")")
        return written

    def _expansion_end(self, start: int) -> int:
        template = self._finder.template(start)
        if template >= 0:
            return template
        if self.script[start] == "`":
            return self._finder.close(start + 1, "`")
        following = self.script[start + 1 : start + 2]
        if self.script.startswith("${{", start):
            return start + 3
        if following == "(":
            return self._finder.close(start + 2, ")")
        if following == "{":
            return self._finder.close(start + 2, "}")
        return start + 1

    def _body(self, token: Token, start: int, end: int, closer: str) -> None:
        body = self.script[start:end]
        body = body[:-1] if body.endswith(closer) else body
        token.bodies.append((body.replace("\\`", "`") if closer == "`" else body, self._line_at(start)))

    def _parenthesis(self, token: Token, parts: list[str]) -> bool:
        """`x=(a b)` and `@(a|b)` belong to the word; any other parenthesis ends it."""
        before = parts[-1][-1:] if parts else ""
        pattern = before in ("@", "?", "*", "+") or (before == "!" and parts != ["!"])
        array = len(parts) == 1 and _ASSIGNMENT.fullmatch(parts[0])
        if not pattern and not array:
            return False
        start = self.at
        self.at = self._finder.close(start + 1, ")")
        parts.append(self.script[start : self.at])
        return True

    def _template_or_process(self, token: Token, parts: list[str]) -> bool:
        start, script = self.at, self.script
        template = self._finder.template(start)
        if template >= 0:
            self.at = template
        elif script[start] == "{":
            self.at += 1
        elif script[start + 1 : start + 2] == "(":
            self.at = self._finder.close(start + 2, ")")
            self._body(token, start + 2, self.at, ")")
        else:
            return False
        parts.append(script[start : self.at])
        return True
