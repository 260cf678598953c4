"""The processes a program starts, where the command is written out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from msgspec import Struct, structs

from maturity.core.readers._own_helpers import HELPER, own_helpers
from maturity.core.syntax.code import COMMAND, MARK, NAME, STRING, Token
from maturity.core.syntax.shell import Command, commands

_MAX_ARGUMENTS = 400
_MAX_BRACKETS = 3_000
_MAX_CALLS = 500
_MAX_IMPORTS = 200
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
# the last part of the name of a call that starts a process -> whether it raises when the process fails
_STARTS: dict[str, dict[str, bool]] = {
    "python": {
        "run": False, "call": False, "Popen": False, "system": False, "popen": False, "getoutput": False,
        "getstatusoutput": False, "check_call": True, "check_output": True, "create_subprocess_exec": False,
        "create_subprocess_shell": False, "execvp": True, "execv": True, "run_command": True, "run_cmd": True,
    },
    "javascript": {
        "exec": True, "execSync": True, "execFile": True, "execFileSync": True, "spawn": False,
        "spawnSync": False, "execa": True, "execaSync": True, "execaCommand": True, "execaCommandSync": True,
        "getExecOutput": True, "run": True, "sh": True,
    },
    "ruby": {
        "system": False, "exec": True, "spawn": False, "sh": True, "capture2e": False, "capture3": False,
        "capture2": False, "popen3": False, "run": True,
    },
    "go": {
        "Command": True, "CommandContext": True, "Run": True, "RunV": True, "RunWith": True, "Output": True,
        "Exec": True,
    },
}  # fmt: skip
# names that mean many things -> what they must be called on to start a process
_ON = {
    "run": frozenset({"", "subprocess", "sp", "invoke", "c", "ctx", "context", "conn", "session", "self"}),
    "call": frozenset({"", "subprocess", "sp"}),
    "exec": frozenset({"", "exec", "child_process", "childProcess", "cp", "shell", "shelljs"}),
    "sh": frozenset({"", "shell"}),
    **dict.fromkeys(("Run", "RunV", "RunWith", "Output", "Exec"), frozenset({"sh"})),
    **dict.fromkeys(("Command", "CommandContext"), frozenset({"exec", "execabs"})),
}
_RUNNERS = ("subprocess", "invoke", "fabric", "nox", "plumbum", "asyncio", "os")
_CLOUD_WORDS = ("boto", "google", "azure")
_CLOUD = ("boto3", "botocore", "google.cloud", "googleapiclient", "azure.")
# a name and its bracket: what lies between is no token, or a comment or a number that may be followed by it
_MAY_START = re.compile(rf"\b(?:{HELPER}|{'|'.join(_STARTS['python'])})[^\w\"'()\[\]{{}},=:+/.\#]*+[(\#\d]")
_CHANGES = (
    "create_", "delete_", "put_", "update_", "run_", "terminate_", "modify_", "attach_", "detach_",
    "associate_", "authorize_", "allocate_", "register_", "begin_create", "begin_delete", "begin_update",
    "insert", "enable_",
)  # fmt: skip


class Call(Struct, frozen=True, array_like=True):
    """A call by its dotted name, with those of its arguments that are plain strings. `line` counts from 0."""

    name: str
    line: int
    arguments: tuple[str, ...] = ()


def may_do_something(language: str, text: str) -> bool:
    """False for a program without a single call that could start a process or talk to a cloud."""
    if language != "python":
        return True
    return any(name in text for name in _CLOUD_WORDS) or _MAY_START.search(text) is not None


class Processes:
    """One program, read once: what it imports, starts and calls."""

    def __init__(self, language: str, tokens: list[Token]) -> None:
        self._language = language
        self._tokens = tokens
        self._known: dict[str, list[Token]] = {}
        self._left = _MAX_BRACKETS
        self.imports = tuple(dict.fromkeys(self._imports()))[:_MAX_IMPORTS]
        self._own = own_helpers(tokens) if language == "python" else {}
        self._cloud = language == "python" and any(name.startswith(_CLOUD) for name in self.imports)
        starts = _STARTS[language].keys() | self._own.keys()
        found: list[Command] = []
        calls: list[Call] = []
        for at, token in enumerate(tokens):
            if len(found) >= _MAX_CALLS:
                break
            if token.kind == COMMAND:
                found += (structs.replace(one, line=token.line) for one in commands(token.text))
            elif token.kind == NAME:
                following = self._mark(at + 1)
                if following in ("=", ":"):
                    self._remember(at)
                if token.text.rpartition(".")[2] in starts:
                    found += self._started(at)
                if self._cloud and following == "(":
                    calls += self._called(at)
        self.commands = tuple(found)
        self.calls = tuple(calls[:_MAX_CALLS])

    def _mark(self, at: int) -> str:
        token = self._tokens[at] if at < len(self._tokens) else None
        return token.text if token is not None and token.kind == MARK else ""

    def _imports(self) -> Iterator[str]:
        """`import a.b`, `from a import b`, `require("a")`, Go's `import ( "a" "b" )`."""
        tokens = self._tokens
        at = 0
        while at < len(tokens) - 1:
            token, following = tokens[at], tokens[at + 1]
            at += 1
            if token.kind != NAME or token.text not in ("import", "from", "require", "require_relative"):
                continue
            if following.kind == MARK and following.text == "(":
                while at < len(tokens) - 1 and self._mark(at) != ")":
                    at += 1
                    if tokens[at].kind == STRING:
                        yield tokens[at].text
            elif (following.kind == STRING or (self._language == "python" and following.kind == NAME)) and (
                at < 3 or tokens[at - 3].text != "from"
            ):
                yield following.text

    def _remember(self, at: int) -> None:
        """`cmd = "terraform plan"` and `cmd = ["terraform", …]`, so that `run(cmd)` is understood."""
        if at + 2 >= len(self._tokens):
            return
        start = at + 3 if self._mark(at + 2) == "=" else at + 2
        if start >= len(self._tokens):
            return
        value = self._tokens[start]
        if value.kind == STRING:
            self._known[self._tokens[at].text] = [value]
        elif value.kind == MARK and value.text == "[":
            self._known[self._tokens[at].text] = self._tokens[start : self._end(start) + 1]

    def _end(self, opening: int) -> int:
        """The index of the bracket that closes the one at `opening`, not further than a long call is."""
        self._left -= 1
        if self._left < 0:
            return opening
        depth = 0
        last = min(len(self._tokens), opening + _MAX_ARGUMENTS)
        for at in range(opening, last):
            token = self._tokens[at]
            if token.kind == MARK:
                depth += (token.text in _OPEN) - (token.text in _CLOSE)
                if depth <= 0:
                    return at
        return last - 1

    def _arguments(self, opening: int) -> list[list[Token]]:
        found: list[list[Token]] = [[]]
        depth = 0
        for token in self._tokens[opening + 1 : self._end(opening)]:
            if token.kind == MARK:
                depth += (token.text in _OPEN) - (token.text in _CLOSE)
                if token.text == "," and depth == 0:
                    found.append([])
                    continue
            found[-1].append(token)
        return [argument for argument in found if argument]

    def _started(self, at: int) -> Iterator[Command]:
        token = self._tokens[at]
        owner, _, name = token.text.rpartition(".")
        owner = "what a call returned" if at and self._mark(at - 1) == "." else owner
        raises = self._own[name] if not owner and name in self._own else _STARTS[self._language].get(name)
        if raises is None or (name in _ON and owner not in _ON[name]) or not self._may_start():
            return
        if self._mark(at + 1) == "(":
            arguments = self._arguments(at + 1)
        elif self._language == "ruby" and at + 1 < len(self._tokens) and self._tokens[at + 1].kind == STRING:
            arguments = [[self._tokens[at + 1]]]
        else:
            return
        named = _named(arguments)
        text = self._script(arguments)
        raises = raises and named.get("check", "").lower() != "false"
        checked = raises or named.get("check", named.get("exception", "")).lower() == "true"
        bare = at == 0 or self._tokens[at - 1].line < token.line
        tolerated = "" if checked or not bare else "its exit code is not looked at"
        for one in commands(text) if text else ():
            yield structs.replace(
                one,
                line=token.line,
                cwd=one.cwd or named.get("cwd", named.get("chdir", "")),
                tolerated=one.tolerated or tolerated,
            )

    def _may_start(self) -> bool:
        if self._language != "python" or self._own:
            return True
        return any(module.startswith(_RUNNERS) for module in self.imports)

    def _script(self, arguments: list[list[Token]]) -> str:
        """The command as shell text; "" when its first word is not written out."""
        plain = [argument for argument in arguments if not _is_named(argument)]
        while plain and self._language == "go" and plain[0][0].kind == NAME:
            plain = plain[1:]  # the context, the test
        if not plain:
            return ""
        first = self._resolved(plain[0])
        if first[0].kind == MARK and first[0].text == "[":
            return _quoted(_elements(first))
        if first[0].kind != STRING:
            return ""
        rest = [self._resolved(argument) for argument in plain[1:]]
        words = [word for argument in rest for word in _words(argument)]
        if rest and rest[0][0].kind in (STRING, MARK) and words:
            return _quoted([first[0].text, *words])
        return _joined(first)

    def _resolved(self, argument: list[Token]) -> list[Token]:
        """A variable's value; the string inside `shlex.split(…)`."""
        if len(argument) == 1 and argument[0].kind == NAME:
            return self._known.get(argument[0].text, argument)
        if argument[0].kind == NAME and argument[0].text.endswith("split") and len(argument) > 2:
            return argument[2:3]
        for index, token in enumerate(argument):
            if token.kind == NAME and token.text.endswith("split") and index:
                return argument[:index]
        return argument

    def _called(self, at: int) -> Iterator[Call]:
        token = self._tokens[at]
        last = token.text.rpartition(".")[2]
        if last in ("client", "resource") or ("." in token.text and last.startswith(_CHANGES)):
            arguments = self._arguments(at + 1)
            texts = [only[0].text for only in arguments if len(only) == 1 and only[0].kind == STRING]
            yield Call(token.text, token.line, tuple(texts))


def _is_named(argument: list[Token]) -> bool:
    """`cwd="x"`, or an object of options `{ cwd: "x" }`."""
    if argument[0].kind == MARK:
        return argument[0].text == "{"
    return len(argument) > 1 and argument[1].kind == MARK and argument[1].text in ("=", ":")


def _named(arguments: list[list[Token]]) -> dict[str, str]:
    found = {}
    for argument in filter(_is_named, arguments):
        for name, mark, value in zip(argument, argument[1:], argument[2:], strict=False):
            if mark.kind == MARK and mark.text in ("=", ":") and value.kind in (STRING, NAME):
                found[name.text] = value.text if value.text.lower() in ("true", "false") else _written(value)
    return found


def _written(token: Token) -> str:
    """A string's text; a variable as the shell would write it."""
    if token.text == "sys.executable":
        return "python3"
    return token.text if token.kind == STRING else f"${token.text}"


def _elements(tokens: list[Token]) -> list[str]:
    """The words of `["terraform", "plan", target]`."""
    words: list[str] = []
    depth = start = 0
    inside = tokens[1:-1]
    for at, token in enumerate([*inside, Token(MARK, ",", 0)]):
        if token.kind == MARK:
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if token.text == "," and depth <= 0:
                words += [_joined(inside[start:at])] if at > start else []
                start = at + 1
    return words


def _words(argument: list[Token]) -> list[str]:
    if argument[0].kind == MARK and argument[0].text == "[":
        return _elements(argument)
    return [_joined(argument)]


def _joined(tokens: list[Token]) -> str:
    """One value as text: `root / "x.py"` is "$root/x.py"; of a call its arguments: `str(root)` is "$root"."""
    parts: list[str] = []
    for at, token in enumerate(tokens):
        following = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if token.kind == MARK:
            parts += ["/"] if token.text == "/" else []
        elif token.kind == STRING or (following != "(" and token.text not in ("await", "new")):
            parts.append(_written(token))
    return "".join(parts)


def _quoted(words: list[str]) -> str:
    return " ".join(shlex.quote(word) for word in words)
