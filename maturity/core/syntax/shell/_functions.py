"""Calls of the script's own functions, replaced by what the functions do."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from maturity.core.syntax.shell._command import Command
from maturity.core.syntax.shell._folders import enter

MAX_COMMANDS = 5_000
_MAX_CALLS = 4
_ARGUMENT = re.compile(r"\$(?:([1-9@*])|\{([1-9@*])(?::?[-=]([^{}$]*))?\})")


def expand(commands: list[Command], bodies: dict[str, list[int]]) -> list[Command]:
    """`bodies`: function -> the indexes of its commands. One nobody calls keeps its commands, in place."""
    if not bodies:
        return commands
    called = {
        word
        for command in commands
        for word in command.words[:1]
        if word in bodies and command.function != word
    }
    expansion = _Expansion(commands, bodies)
    found: list[Command] = []
    for command in commands:
        if command.function in called:
            continue
        found += expansion.of(command, 0)
    return found if expansion.complete else commands


class _Expansion:
    def __init__(self, commands: list[Command], bodies: dict[str, list[int]]) -> None:
        self._commands = commands
        self._bodies = bodies
        self._left = MAX_COMMANDS + len(commands)
        self._pipeline = max((command.pipeline for command in commands), default=0)

    @property
    def complete(self) -> bool:
        return self._left >= 0

    def of(self, command: Command, depth: int) -> Iterator[Command]:
        self._left -= 1
        name = command.words[0] if command.words else ""
        if name not in self._bodies or depth >= _MAX_CALLS or command.function == name:
            yield command
            return
        pipelines: dict[int, int] = {}
        for index in self._bodies[name]:
            if not self.complete:
                return
            inner = self._commands[index]
            if inner.function != name:
                continue
            if inner.pipeline not in pipelines:
                self._pipeline += 1
                pipelines[inner.pipeline] = self._pipeline
            yield from self.of(_called(inner, command, pipelines[inner.pipeline]), depth + 1)


def _called(inner: Command, call: Command, pipeline: int) -> Command:
    arguments = call.words[1:]
    return msgspec.structs.replace(
        inner,
        words=tuple(_words(inner.words, arguments)),
        assigns=(*call.assigns, *((name, _text(value, arguments)) for name, value in inner.assigns)),
        redirects=tuple(_text(redirect, arguments) for redirect in inner.redirects),
        cwd=enter(call.cwd, _text(inner.cwd, arguments)) if inner.cwd else call.cwd,
        captured=inner.captured or call.captured,
        tolerated=inner.tolerated or call.tolerated,
        errexit=call.errexit if inner.errexit is None else inner.errexit,
        pipefail=call.pipefail if inner.pipefail is None else inner.pipefail,
        last_in_pipe=inner.last_in_pipe and call.last_in_pipe,
        pipeline=pipeline,
        when=(*call.when, *(_text(test, arguments) for test in inner.when)),
        function=call.function,
    )


def _words(words: tuple[str, ...], arguments: tuple[str, ...]) -> Iterator[str]:
    for word in words:
        if word in ("$@", "$*", "${@}", "${*}"):
            yield from arguments
        else:
            yield _text(word, arguments)


def _text(text: str, arguments: tuple[str, ...]) -> str:
    if "$" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        which = match[1] or match[2]
        if which in "@*":
            return " ".join(arguments)
        number = int(which)
        given = arguments[number - 1] if number <= len(arguments) else ""
        return given or match[3] or ""

    return _ARGUMENT.sub(value, text)
