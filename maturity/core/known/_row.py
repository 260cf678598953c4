"""A row of a table: what something public does, depending on its inputs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from maturity.core.pipeline import Act, Event
from maturity.core.tools import deeds_of
from maturity.core.tools._deed import Deed, Needs

_CONDITION = re.compile(r"(!?)([\w.\-/]{1,60})(?:(=|~|!=)(.{0,200}))?$")
_UNKNOWN = ("${{", "$(", "$[", "${", "<<", "{{")
_WHOLE = re.compile(r"^(?:\$\{\{[^}]*\}\}|\$\([^)]*\)|\$\{?\w+\}?|<<[^>]*>>)$")
_OFF = frozenset({"", "false", "no", "0", "off", "never", "none"})
MAX_TEXT = 20_000
REVIEWED = "applies the plan shown on the pull request"


class Does(Struct, frozen=True):
    """One thing done, when `when` holds.

    when   "" always · "x" the input is on · "!x" it is off · "x=a|b" it is one of these ·
           "x!=a" · "x~a|b" it contains one of these words · several joined by ", "
    why    why a finding does not fail the step, said when `soft` holds ("" always)
    soft   the same language
    events the only ones it happens on; empty = all
    flags  "x" -> the input's words are its options; "-name" -> as written
    """

    act: Act
    when: str = ""
    soft: str = ""
    why: str = ""
    flags: tuple[str, ...] = ()
    needs: Needs = Needs.NOTHING
    events: frozenset[Event] = frozenset()
    note: str = ""


class Row(Struct, frozen=True, kw_only=True):
    """What the things called `names` do.

    names      lower case, without version; `*` stands for anything
    tool       as Activity.tool
    does       what it does
    defaults   of the inputs that matter
    directory  inputs that name where it works, first one given wins
    target     input that names the file it judges
    command    input that holds the arguments of `tool` ("plan -no-color")
    script     inputs that hold shell text: `follow` reads it
    special    a function instead of `does`, for what no row can say; "@" among its inputs is the version
    env        whether inputs come from the environment ("VALIDATE_TERRAFORM_FMT")
    """

    names: tuple[str, ...]
    tool: str = ""
    does: tuple[Does, ...] = ()
    defaults: dict[str, str] = field(default_factory=dict)
    directory: tuple[str, ...] = ()
    target: str = ""
    command: str = ""
    script: tuple[str, ...] = ()
    special: Callable[[Mapping[str, str]], list[Deed]] | None = None
    env: bool = False

    def deeds(self, inputs: Mapping[str, str], env: Mapping[str, str]) -> list[Deed]:
        given = {name.lower(): text[:MAX_TEXT] for name, text in inputs.items()}
        values = {**self.defaults, **given}
        if self.env:
            values.update({name.lower(): text for name, text in env.items()})
        if self.special is not None:
            return self.special(values)
        where = next((values[name] for name in self.directory if values.get(name)), "")
        found = [self._placed(deed, where) for deed in _arguments(self.tool, values.get(self.command, ""))]
        for does in self.does:
            holds_now = holds(does.when, values)
            if holds_now is not False:
                found.append(self._deed(does, values, where, certain=holds_now is True))
        return found

    def _deed(self, does: Does, values: Mapping[str, str], where: str, *, certain: bool) -> Deed:
        soft = does.why if does.why and holds(does.soft, values) else ""
        return Deed(
            act=does.act,
            tool=self.tool,
            flags=_flags(does.flags, values),
            directory=where,
            soft=soft,
            certain=certain,
            needs=does.needs,
            target=values.get(self.target, ""),
            events=does.events,
            note=does.note,
        )

    def _placed(self, deed: Deed, where: str) -> Deed:
        return Deed(
            act=deed.act,
            tool=deed.tool,
            flags=deed.flags,
            directory=deed.directory or where,
            soft=deed.soft,
            certain=deed.certain,
            target=deed.target,
            note=deed.note,
        )


def holds(condition: str, values: Mapping[str, str]) -> bool | None:
    """Whether every part of a condition holds; None when an input is known only at run time."""
    answers = [_holds(part.strip(), values) for part in condition.split(", ")] if condition else []
    if False in answers:
        return False
    return None if None in answers else True


def _holds(part: str, values: Mapping[str, str]) -> bool | None:
    found = _CONDITION.match(part)
    if found is None:
        raise ValueError(f"condition not understood: {part}")
    negated, name, operator, wanted = found.groups()
    value = values.get(name.lower(), "").strip()
    if operator == "~" and not _WHOLE.match(value):
        return any(word in value.lower() for word in wanted.lower().split("|"))
    if any(mark in value for mark in _UNKNOWN):
        return None
    value = value.lower()
    if operator == "=":
        return value in wanted.lower().split("|")
    if operator == "!=":
        return value not in wanted.lower().split("|")
    return (value in _OFF) is bool(negated)


def _flags(names: tuple[str, ...], values: Mapping[str, str]) -> tuple[str, ...]:
    flags: list[str] = []
    for name in names:
        if name.startswith("-"):
            flags.append(name)
        else:
            flags += [word for word in words_of(values.get(name, "")) if word.startswith("-")]
    return tuple(flags)


def _arguments(tool: str, text: str) -> list[Deed]:
    words = words_of(text)
    if words and words[0].rpartition("/")[2] == tool:
        words = words[1:]
    return deeds_of((tool, *words)) if words else []


def words_of(text: str) -> tuple[str, ...]:
    """Words as a shell would split them; broken quoting falls back to spaces."""
    try:
        return tuple(shlex.split(text, comments=False))
    except ValueError:
        return tuple(text.split())
