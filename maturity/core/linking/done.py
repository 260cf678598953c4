"""What is passed along while steps are followed into scripts, targets and hooks."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from maturity.core.pipeline import Event, Shell
from maturity.core.source import Source
from maturity.core.syntax.shell import Command
from maturity.core.tools._deed import Deed

MAX_HOPS = 4
MAX_COMMANDS = 4_000  # of one step, everything it opens included


class Frame(Struct, frozen=True, kw_only=True):
    """Where a script runs, and how we came there.

    line    the line of `path` that holds the script's line 0
    values  variables whose value is known
    scope   which opened thing this is part of, for exit codes: its commands in order
    """

    path: str
    line: int
    cwd: str | None
    shell: Shell
    events: frozenset[Event]
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    via: tuple[Source, ...] = ()
    soft: str = ""
    certain: bool = True
    depth: int = 0
    opened: frozenset[str] = frozenset()
    script: tuple[Command, ...] = ()


class Opened(Struct, frozen=True, kw_only=True):
    """Something a command opens: a script, a recipe, a package script.

    name    of what was opened, for the guard against circles
    cwd     where it runs; None when known only at run time
    sourced its functions and variables stay for what follows
    """

    name: str
    path: str
    line: int
    commands: tuple[Command, ...]
    cwd: str | None
    shell: Shell = Shell.LOOSE
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    soft: str = ""
    sourced: bool = False


class Done(Struct, frozen=True, kw_only=True):
    """One deed with its place: an activity before the job around it has been looked at.

    directory  from the top of the repository, None when known only at run time
    command    as written, with `script` around it; None when an action does it
    index      of the step among its siblings
    """

    deed: Deed
    at: Source
    directory: str | None
    events: frozenset[Event]
    via: tuple[Source, ...] = ()
    certain: bool = True
    soft: str = ""
    words: tuple[str, ...] = ()
    command: Command | None = None
    script: tuple[Command, ...] = ()
    shell: Shell = Shell.OTHER
    index: int = 0
