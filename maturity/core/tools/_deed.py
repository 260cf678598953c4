"""What one command, action or hook does, before we know where it runs."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from maturity.core.pipeline import Act, Event


class Needs(StrEnum):
    """What must be seen nearby before the deed counts."""

    NOTHING = ""
    PLAN = "a plan in the same pipeline whose output it shows"
    FORMATTER = "a formatter that ran before it"
    PLAN_FILE = "a plan as its input, and a failure when it finds something"
    INFRASTRUCTURE = "tests that concern infrastructure"


class Deed(Struct, frozen=True, kw_only=True):
    """One thing done.

    flags      options as "-name" or "-name=value"; of Terraform always with one dash
    directory  as written, "" = where the command runs, None = known only at run time
    soft       why the tool itself does not fail on a finding, or ""
    certain    False when an input or a verb known only at run time decides
    needs      see `Needs`
    target     the file it judges or writes: a plan, a rendered manifest, or ""
    events     the only events it happens on, empty = on all that reach it
    note       what a person should know
    """

    act: Act
    tool: str
    flags: tuple[str, ...] = ()
    directory: str | None = ""
    soft: str = ""
    certain: bool = True
    needs: Needs = Needs.NOTHING
    target: str = ""
    events: frozenset[Event] = frozenset()
    note: str = ""
