"""One plan of one stack, from the checkout to what was read from it."""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from msgspec import Struct

from maturity.adapters import process
from maturity.adapters.errors import AdapterError
from maturity.adapters.terraform import words
from maturity.adapters.terraform.environment import environment, plugins
from maturity.adapters.terraform.log import Log
from maturity.adapters.terraform.places import Place
from maturity.adapters.terraform.programs import find
from maturity.adapters.terraform.stream import Stream
from maturity.adapters.turns import turn
from maturity.core import plan_input
from maturity.core.plans import Reading, Unreadable, read

GRACE = 60.0  # a provider may have to finish a call; killed earlier it could leave something half done
OUTPUT = 2_000_000_000
ENDED_WELL = (0, 2)
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}m")
_FRAME = re.compile(r"^[│╷╵\s]+")
LOCK_FILE = ".terraform.lock.hcl"

Look = Callable[[str, str], None]
T = TypeVar("T")
R = TypeVar("R")


class Job(Struct, frozen=True, kw_only=True):
    """directory    of the stack, in the repository
    variables    files, as `plan_input.variable_files` takes them
    credentials  environment variables of the stack's connection
    """

    tool: str
    directory: str = ""
    workspace: str = ""
    variables: tuple[str, ...] = ()
    credentials: Mapping[str, str] = {}


def plan(job: Job, place: Place, log: Log, look: Look) -> Reading:
    """Plan what lies in `place.files`. AdapterError with one sentence, in terraform's own words where it has
    some.

    look  called with the phase and how far it is, a few times a second; whatever it raises stops the plan
    """
    return _Planning(job, place, log, look).done()


class _Planning:
    def __init__(self, job: Job, place: Place, log: Log, look: Look) -> None:
        self._place = place
        self._log = log
        self._look = look
        self._job = job
        self._cwd = _directory(job, place)
        self._variables = [_variable_file(path, self._cwd, place) for path in job.variables]
        self._workspace = _checked(plan_input.workspace, job.workspace)
        self._env = environment(place, job.credentials)
        if job.tool == "terragrunt":  # it works in a directory of its own, one for each unit it depends on
            del self._env["TF_DATA_DIR"]
        self._program = find(job.tool, self._env)
        self._name = Path(self._program).name

    def done(self) -> Reading:
        self._init()
        if self._workspace:
            self._select()
        file = self._place.out / "plan"
        try:
            code = self._plan(file)
            shown = self._show(file)
        finally:
            file.unlink(missing_ok=True)  # it holds every secret of the state
        return self._read(shown, code)

    def _init(self) -> None:
        locked = (self._cwd / LOCK_FILE).exists()
        argv = words.init(readonly=locked or not settings.RUNGS_PLAN_WITHOUT_LOCK_FILE)
        with turn(plugins().with_suffix(".lock"), lambda: self._look("init", "waiting for another init")):
            ran = self._run("init", argv, lambda: self._look("init", f"{self._name} init"))
        self._log.add(ran.out + ran.err)
        if ran.code and not locked and "lock file is read-only" in ran.complaint():
            where = self._job.directory or "the repository"
            raise AdapterError(f"there is no lock file: commit {LOCK_FILE} of {where}", permanent=True)
        if ran.code:
            raise self._failed("init", ran)

    def _select(self) -> None:
        argv = words.select(self._workspace)
        ran = self._run("select", argv, lambda: self._look("init", f"workspace {self._workspace}"))
        self._log.add(ran.out + ran.err)
        if ran.code:
            message = f"the workspace {self._workspace} cannot be selected: {ran.complaint()}"
            raise AdapterError(message, permanent=True)

    def _plan(self, file: Path) -> int:
        stream = Stream(self._place.out / "plan.out", self._log)

        def look() -> None:
            stream.read_on()
            self._look("plan", stream.progress())

        ran = self._run("plan", words.plan(file, self._variables), look, quiet=True)
        stream.end()
        self._log.add(ran.err)
        if ran.code not in ENDED_WELL:
            raise self._failed("plan", ran, stream.errors)
        return ran.code

    def _show(self, file: Path) -> Path:
        look = partial(self._look, "show", "reading the plan file")
        ran = self._run("show", words.show(file), look, quiet=True)
        if ran.code:
            raise self._failed("show", ran)
        return self._place.out / "show.out"

    def _read(self, shown: Path, code: int) -> Reading:
        self._look("reading", "reading the plan")
        try:
            with shown.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return read(data, exit_code=code)
        except ValueError as error:  # Unreadable, and what mmap says of an empty file
            said = str(error) if isinstance(error, Unreadable) else "it is empty"
            raise AdapterError(f"{self._name} show gave no plan: {said}", permanent=True) from error
        finally:
            shown.unlink(missing_ok=True)

    def _run(self, what: str, argv: list[str], look: Callable[[], None], *, quiet: bool = False) -> _Ran:
        """quiet  what it prints is for machines"""
        out, err = self._place.out / f"{what}.out", self._place.out / f"{what}.err"
        out.touch()
        look()
        code = process.watch(
            [self._program, *argv], env=self._env, cwd=self._cwd, out=out, err=err, look=look,
            limit=OUTPUT, grace=GRACE, hold=self._place.hold,
        )  # fmt: skip
        return _Ran(code, "" if quiet else _text(out), _text(err))

    def _failed(self, what: str, ran: _Ran, errors: Sequence[str] = ()) -> AdapterError:
        reason = errors[0] if errors else ran.complaint()
        return AdapterError(f"{self._name} {what} failed: {reason[:800]}", permanent=True)


class _Ran(Struct, frozen=True):
    """What it said to people."""

    code: int
    out: str
    err: str

    def complaint(self) -> str:
        """The first error, without the frame drawn around it."""
        lines = [_FRAME.sub("", line).strip() for line in (self.out + self.err).splitlines()]
        at = next((number for number, line in enumerate(lines) if line.startswith("Error: ")), None)
        if at is None:
            first = next((line.strip() for line in self.err.splitlines() if line.strip()), "")
            return first[:500] or f"exit code {self.code}"
        detail = " ".join(line for line in lines[at + 1 : at + 8] if line and not line.startswith("Error: "))
        return f"{lines[at].removeprefix('Error: ')}: {detail}".removesuffix(": ")[:500]


def _text(file: Path) -> str:
    """The end of it, without colours."""
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - 200_000))
        return _COLOUR.sub("", opened.read().decode("utf-8", "replace"))


def _directory(job: Job, place: Place) -> Path:
    path = place.files / _checked(plan_input.directory, job.directory)
    if not path.is_dir() or not _inside(path, place):
        raise AdapterError(f"there is no directory {job.directory} on the default branch", permanent=True)
    return path


def _variable_file(path: str, directory: Path, place: Place) -> Path:
    for name in _checked(plan_input.variable_files, [path]):
        file = place.files / name[1:] if name.startswith("/") else directory / name
        if file.is_file() and _inside(file, place):
            return file
    raise AdapterError(f"there is no variable file {path} on the default branch", permanent=True)


def _checked(check: Callable[[T], R], value: T) -> R:
    """What is stored was checked when it was typed; it becomes part of a command line all the same."""
    try:
        return check(value)
    except ValueError as error:
        raise AdapterError(str(error), permanent=True) from error


def _inside(path: Path, place: Place) -> bool:
    return path.resolve().is_relative_to(place.files.resolve())
