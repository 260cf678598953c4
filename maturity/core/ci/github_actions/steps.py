"""The steps of a job that run in one world, local composite actions opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from maturity.core import paths
from maturity.core.ci.github_actions import templates, values
from maturity.core.ci.github_actions.runs import StepRun
from maturity.core.ci.github_actions.situation import Here
from maturity.core.ci.github_actions.values import Value
from maturity.core.files import Files
from maturity.core.pipeline import Step
from maturity.core.readers.action import Action
from maturity.core.readers.env_file import EnvFile
from maturity.core.source import Source

MAX_NESTED = 4
MAX_STEPS = 2_000  # of one job, actions opened
MAX_TEXT = 20_000
_EXPORT = re.compile(r"\bcat\s{1,5}(\S{1,200})\s{0,5}>>\s{0,5}[\"']?\$\{?GITHUB_ENV\b")
WORKSPACE = "$GITHUB_WORKSPACE"
# where a folder of the runner may begin in a script
_IN_WORKSPACE = r"(?<![\w./-])(?:\./|\$\{?GITHUB_WORKSPACE\}?/)?"
_WORKSPACE = (WORKSPACE, "${GITHUB_WORKSPACE}", "${{ github.workspace }}", "${{github.workspace}}")


class _Around(NamedTuple):
    """What surrounds a list of steps."""

    path: str
    here: Here
    env: Mapping[str, str]
    via: tuple[Source, ...] = ()
    place: tuple[int, ...] = ()
    certain: bool = True
    soft: str = ""
    note: str = ""
    opened: tuple[str, ...] = ()


class JobSteps:
    """Walks the steps of one job once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._checkouts: dict[str, bool] = {"": True}  # folder on the runner -> is it this repository?
        self._found: list[StepRun] = []
        self._exported: dict[str, str] = {}  # by earlier steps, through $GITHUB_ENV

    def walk(
        self, path: str, steps: tuple[Step, ...], here: Here, env: Mapping[str, str]
    ) -> tuple[StepRun, ...]:
        """`env`: texts of workflow and job; `here.env` the same as values."""
        self._steps(steps, _Around(path, here, env))
        return tuple(self._found)

    def _steps(self, steps: tuple[Step, ...], around: _Around) -> None:
        ran: dict[str, bool] = {}
        for at, step in enumerate(steps):
            here = around.here._replace(steps=ran) if ran else around.here
            verdict = templates.decide(step.condition, here)
            if step.id:
                ran[step.id.lower()] = verdict.runs
            if verdict.runs and len(self._found) < MAX_STEPS:
                inner = around._replace(
                    here=here, place=(*around.place, at), certain=around.certain and verdict.certain,
                    note=around.note or verdict.note,
                )  # fmt: skip
                if self._exported:
                    inner = inner._replace(env={**inner.env, **self._exported})
                self._step(step, _with_env(step, inner))
                self._note_export(step)

    def _step(self, step: Step, around: _Around) -> None:
        soft = around.soft or softness(step.soft, around.here)
        around = around._replace(soft=soft)
        inputs = templates.all_filled(step.inputs, around.here) if step.inputs else step.inputs
        self._note_checkout(step, inputs, around.here)
        folder = self._local(step.uses, around.here)
        if folder == "":
            self._add(step, around, inputs)
            return
        action = self._action(folder)
        if action is None:
            self._add(step, around, inputs, outside=True)
        elif action[1].using != "composite":
            self._add(step, around, inputs, note=f"a local {action[1].using} action: its code is not read")
        elif len(around.opened) < MAX_NESTED and action[0] not in around.opened:
            self._add(step, around, inputs, caller=True)
            self._open(step, action[0], action[1], around)

    def _add(
        self, step: Step, around: _Around, inputs: Mapping[str, str],
        *, note: str = "", caller: bool = False, outside: bool = False,
    ) -> None:  # fmt: skip
        run = templates.filled(step.run, around.here)
        if around.here.action_path and "GITHUB_ACTION_PATH" in run:
            for spelling in ("${GITHUB_ACTION_PATH}", "$GITHUB_ACTION_PATH"):
                run = run.replace(spelling, around.here.action_path)
        if not step.cwd:
            run = self._from_top(run)
        self._found.append(
            StepRun(
                place=around.place, path=around.path, step=step, via=around.via, certain=around.certain,
                soft=around.soft, run=run, cwd=self._cwd(step, around.here), inputs=inputs,
                env=around.env, note=note or around.note, caller=caller, outside=outside,
            )
        )  # fmt: skip

    def _open(self, step: Step, path: str, action: Action, around: _Around) -> None:
        outer = around.here
        given = {name.lower(): templates.value(text, outer) for name, text in action.inputs.items()}
        for name, text in step.inputs.items():
            given[name.lower()] = _as_text(templates.value(text, outer))
        folder = f"{WORKSPACE}/{paths.folder(path)}".rstrip("/")
        here = outer._replace(inputs=given, steps={}, action_path=folder)
        self._steps(
            action.steps,
            around._replace(path=path, here=here, via=(*around.via, Source(around.path, step.line)),
                            opened=(*around.opened, path)),
        )  # fmt: skip

    def _note_checkout(self, step: Step, inputs: Mapping[str, str], here: Here) -> None:
        if not step.uses.startswith("actions/checkout@"):
            return
        folder = _relative(inputs.get("path", ""))
        if folder is not None:
            self._checkouts[folder] = _is_here(step.inputs.get("repository", ""), here)

    def _note_export(self, step: Step) -> None:
        if "GITHUB_ENV" not in step.run:
            return
        for hit in _EXPORT.finditer(step.run[:MAX_TEXT]):
            path = _relative(hit[1].strip("\"'"))
            loaded = self._files.get(path, EnvFile) if path else None
            self._exported.update(loaded.values if loaded else {})

    def _local(self, uses: str, here: Here) -> str | None:
        """The folder of a local action; "" when `uses` is not one, None when it lies elsewhere."""
        if uses.startswith("./"):
            return self._tracked(uses) or (None if self._tracked(uses) is None else ".")
        own = here.ground.repository.lower()
        if own and uses.lower().startswith(f"{own}/") and "@" in uses:
            return uses.partition("@")[0][len(own) + 1 :].strip("/") or "."
        return ""

    def _action(self, folder: str | None) -> tuple[str, Action] | None:
        for name in ("action.yml", "action.yaml") if folder is not None else ():
            path = paths.join(folder or "", name)
            action = self._files.get(path, Action) if path is not None else None
            if path is not None and action is not None:
                return path, action
        return None

    def _from_top(self, run: str) -> str:
        """The script with the folders this repository was checked out into written as its top."""
        for folder, ours in self._checkouts.items():
            if ours and folder and folder in run:
                name = re.escape(folder)
                run = re.sub(
                    rf"{_IN_WORKSPACE}{name}(?=/)|(?<=cd ){_IN_WORKSPACE}{name}(?![\w/.-])", WORKSPACE, run
                )
        return run

    def _cwd(self, step: Step, here: Here) -> str | None:
        return self._tracked(templates.filled(step.cwd, here)) if step.run else ""

    def _tracked(self, written: str) -> str | None:
        """A folder on the runner as one of the repository; None: elsewhere, or known only at run time."""
        folder = _relative(written)
        if folder is None:
            return None
        parts = folder.split("/") if folder else []
        for length in range(len(parts), -1, -1):
            known = self._checkouts.get("/".join(parts[:length]))
            if known is not None:
                return "/".join(parts[length:]) if known else None
        return None


def softness(written: str, here: Here) -> str:
    """Why `continue-on-error` lets a failure pass, here; one that cannot be decided stays as written."""
    kind, colon, expression = written.partition(": ")
    if not colon:
        return written
    known = values.truth(templates.value(expression, here))
    return written if known is None else (kind if known else "")


def _with_env(step: Step, around: _Around) -> _Around:
    if not step.env:
        return around
    here = around.here
    known = {name.lower(): templates.value(text, here) for name, text in step.env.items()}
    inner = here._replace(env={**here.env, **known})
    return around._replace(here=inner, env={**around.env, **templates.all_filled(step.env, here)})


def _relative(written: str) -> str | None:
    text = written.strip()
    for spelling in _WORKSPACE:
        if text.startswith(spelling):
            text = text[len(spelling) :].lstrip("/")
            break
    if text.startswith(("/", "~", "$")) or "$" in text or "%" in text:
        return None
    return paths.join("", text)


def _is_here(repository: str, here: Here) -> bool:
    """Whether a checkout's `repository` input names this very repository."""
    if not repository.strip():
        return True
    asked = templates.value(repository.strip(), here)
    return values.equal(asked, here.lookup(("github", "repository"))) is True


def _as_text(value: Value) -> Value:
    """Inputs of actions are always texts."""
    known = values.text(value)
    return known if isinstance(value, (bool, float)) and known is not None else value
