"""From the commands of a script to what they do, through every script, target and hook they open."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence

from msgspec import structs

from maturity.core import known, paths
from maturity.core.files import Files
from maturity.core.linking.done import MAX_COMMANDS, MAX_HOPS, Done, Frame, Opened
from maturity.core.linking.gating import why_soft
from maturity.core.linking.images import deeds_in_image
from maturity.core.linking.places import inside
from maturity.core.linking.variables import Variables, arguments, learned, looped, replaced, words_of
from maturity.core.linking.when import answer
from maturity.core.pipeline import Event
from maturity.core.source import Source
from maturity.core.syntax.shell import Command, commands
from maturity.core.tools import deeds_of
from maturity.core.tools._deed import Deed

MAX_VALUES = 12
# they do nothing by themselves; their tests and assignments are looked at elsewhere
_QUIET = frozenset({
    "echo", "printf", "[", "[[", "((", "test", "case", "for", "cd", "set", "export", "local", "declare",
    "readonly", "exit", "return", "true", "false", ":", "cat", "mkdir", "rm", "cp", "mv", "touch",
    "chmod", "chown", "sed", "awk", "grep", "cut", "tr", "sort", "uniq", "head", "tail", "wc", "date",
    "sleep", "ls", "pwd", "read", "shift", "trap", "wait", "unset", "tee", "basename", "dirname",
    "which", "tar", "unzip", "gzip", "install", "ln", "find", "apt-get", "apt", "yum", "dnf", "apk",
    "brew", "pip", "pip3", "gem", "base64", "diff", "id", "whoami", "env", "mktemp", "xargs", "seq",
    "yq", "openssl", "ssh", "ssh-keygen", "ssh-add", "gpg", "stat", "break", "continue", "eval",
    "pushd", "popd", "type", "hash",
})  # fmt: skip
Open = Callable[[tuple[str, ...], Frame, Files], list[Opened] | None]


class Walk:
    """One walk through a step. `openers` say what a command that is no tool opens."""

    def __init__(self, files: Files, openers: Sequence[Open]) -> None:
        self._files = files
        self._openers = openers
        self._left = MAX_COMMANDS
        self._library: dict[str, tuple[Frame, list[Command]]] = {}

    def run(self, frame: Frame) -> Iterator[Done]:
        """What the commands of `frame.script` do, in order."""
        yield from self._run(frame, dict(frame.values))

    def _run(self, frame: Frame, values: dict[str, tuple[str, ...]]) -> Iterator[Done]:
        called = _functions(frame.script)
        for command in frame.script:
            if self._left <= 0:
                return
            self._left -= 1
            if command.function and command.function not in called:
                self._library.setdefault(command.function, (frame, []))[1].append(command)
                continue
            yield from self._command(command, frame, values)
            if _counts(command, values, frame):
                learned(command, values)

    def _command(self, command: Command, frame: Frame, values: dict[str, tuple[str, ...]]) -> Iterator[Done]:
        if not command.words or command.words[0] in _QUIET:
            return
        known: Variables = {
            **values,
            **{name: (value,) for name, value in command.assigns if "$" not in value},
        }
        loop = looped((*command.words, command.cwd), known)
        for value in known[loop][:MAX_VALUES] if loop else ("",):
            now = {**known, loop: (value,)} if loop else known
            for events, certain in _reached(command, now, frame):
                inner = structs.replace(frame, events=events, certain=certain, values=now)
                yield from self._reached(command, inner, values)

    def _reached(self, command: Command, frame: Frame, kept: dict[str, tuple[str, ...]]) -> Iterator[Done]:
        words = words_of(command.words, frame.values)
        if not words:
            return
        script = paths.folder(frame.path)
        cwd = inside(frame.cwd, replaced(command.cwd, frame.values), script)
        at = Source(frame.path, frame.line + command.line)
        here = structs.replace(frame, cwd=cwd)
        opened = self._opened(inside_container(words), here)
        for one in opened:
            soft = frame.soft or why_soft(command, frame.script, frame.shell)
            inner = _entered(here, one, at, soft)
            yield from self._run(inner, kept if one.sourced else dict(inner.values))
        if not opened:
            for deed in _deeds(words):
                yield self._done(deed, words, command, here, at)

    def _done(self, deed: Deed, words: tuple[str, ...], command: Command, frame: Frame, at: Source) -> Done:
        events = frame.events & deed.events if deed.events else frame.events
        written = deed.directory if deed.directory is None else replaced(deed.directory, frame.values)
        soft = frame.soft or deed.soft or why_soft(command, frame.script, frame.shell)
        return Done(
            deed=deed,
            at=at,
            directory=inside(frame.cwd, written, paths.folder(frame.path)),
            events=events,
            via=frame.via,
            certain=frame.certain and deed.certain,
            soft=soft,
            words=words,
            command=command,
            script=frame.script,
            shell=frame.shell,
        )

    def _opened(self, words: tuple[str, ...], frame: Frame) -> list[Opened]:
        """What the command opens, circles left out."""
        if frame.depth >= MAX_HOPS or not words:
            return []
        if words[0] in self._library:
            found = [_function(words, frame, *self._library[words[0]])]
            return [one for one in found if one.name not in frame.opened]
        for opener in self._openers:
            opened = opener(words, frame, self._files)
            if opened is not None:
                return [one for one in opened if one.name not in frame.opened]
        return []


def inside_container(words: tuple[str, ...]) -> tuple[str, ...]:
    """What runs inside `docker run IMAGE …`, its own wrappers looked through; other words as they are."""
    if not words[0].startswith(("image:", "service:")):
        return words
    found = commands(shlex.join(words[1:])) if len(words) > 1 else []
    return found[0].words if found else ()


def _deeds(words: tuple[str, ...]) -> list[Deed]:
    kind, _, name = words[0].partition(":")
    if kind == "hook":
        return known.deeds_of(words[0], {"args": " ".join(words[1:])}) or []
    if kind not in {"image", "service"}:
        return deeds_of(words)
    own = inside_container(words)
    return (
        deeds_of(own) or deeds_in_image(name, words[1:])
        if kind == "service"
        else deeds_in_image(name, own or words[1:])
    )


def _entered(frame: Frame, one: Opened, at: Source, soft: str) -> Frame:
    return Frame(
        path=one.path,
        line=one.line,
        cwd=one.cwd,
        shell=one.shell,
        events=frame.events,
        values={**frame.values, **one.values},
        via=(*frame.via, at),
        soft=soft or one.soft,
        certain=frame.certain,
        depth=frame.depth + 1,
        opened=frame.opened | {one.name},
        script=one.commands,
    )


def _function(words: tuple[str, ...], frame: Frame, home: Frame, body: list[Command]) -> Opened:
    """A function some other file defined, called here."""
    commands = tuple(structs.replace(command, function="") for command in body)
    return Opened(
        name=f"{home.path}#{words[0]}",
        path=home.path,
        line=home.line,
        commands=commands,
        cwd=frame.cwd,
        shell=frame.shell,
        values=arguments(words[1:]),
    )


def _functions(script: Sequence[Command]) -> frozenset[str]:
    """Functions that something outside them calls in a way the lexer did not follow."""
    named = {command.function for command in script if command.function}
    if not named:
        return frozenset()
    words = {word for command in script if command.function == "" for word in command.words}
    return frozenset(named & words)


def _counts(command: Command, values: Variables, frame: Frame) -> bool:
    """Whether an assignment is made: what a switch we cannot decide might set leaves a known value alone."""
    if not command.when:
        return True
    said = {answer(command.when, values, event) for event in frame.events}
    return True in said or (None in said and not any(name in values for name, _ in command.assigns))


def _reached(command: Command, values: Variables, frame: Frame) -> list[tuple[frozenset[Event], bool]]:
    """The events that reach the command for certain, and those that may."""
    if not command.when:
        return [(frame.events, frame.certain)]
    said = {event: answer(command.when, values, event) for event in frame.events}
    sure = frozenset(event for event, held in said.items() if held is True)
    perhaps = frozenset(event for event, held in said.items() if held is None)
    found = [(sure, frame.certain)] if sure else []
    return [*found, (perhaps, False)] if perhaps else found
