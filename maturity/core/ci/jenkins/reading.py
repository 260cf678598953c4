"""A Jenkinsfile, declarative or scripted, walked stage by stage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from maturity.core.ci._calls import Call, Token
from maturity.core.ci._truth import Truth, both, negate, sorted_out
from maturity.core.ci.jenkins.conditions import truth, when, world
from maturity.core.ci.jenkins.words import KNOWN, PLUGINS, SHELLS
from maturity.core.linking.guess import might
from maturity.core.linking.places import inside
from maturity.core.pipeline import Event, Job, Shell, Step

EVENTS: tuple[Event, ...] = tuple(event for event in Event if event is not Event.COMMENT)
MAX_HOPS = 5
MAX_CALLS = 20_000  # functions that call functions multiply
_PARAMETER = re.compile(r"\$\{(?:params\.)?(\w{1,64})\}")
_ENV = re.compile(r"\$\{env\.(\w{1,64})\}")
_SOFT_BLOCKS = {"catchError": "catchError", "warnError": "warnError"}


class State(NamedTuple):
    """Where a step stands. `runs`: event -> whether it gets here."""

    runs: dict[Event, Truth]
    stage: str = ""
    cwd: str | None = ""
    env: dict[str, str] = {}
    soft: str = ""
    serial: str = ""
    hops: int = 0


class Walker:
    """Collects jobs: one per stage that has steps. After an `input`, everything waits for a person."""

    def __init__(self, calls: tuple[Call, ...], parameters: Mapping[str, str], *, library: bool) -> None:
        self.jobs: list[Job] = []
        self._parameters = parameters
        self._library = library
        self._worlds = {event: world(event, parameters) for event in EVENTS}
        self._functions = {
            call.args[0].value: call for call in calls if call.name == "def" and _is_function(call)
        }
        self._gate = ""
        self._left = MAX_CALLS
        self._steps: list[Step] = []

    def top(self, calls: tuple[Call, ...]) -> None:
        state = State(dict.fromkeys(EVENTS, True))
        self._walk([call for call in calls if not _is_function(call)], state)
        self._close(state, 1)

    def _walk(self, calls: Iterable[Call], state: State) -> None:
        answered: dict[Event, Truth] = {}
        for call in calls:
            self._left -= 1
            if self._left < 0:
                return
            if call.name == "when":
                state = state._replace(
                    runs=_narrowed(state.runs, {e: when(call.block, e, self._worlds[e]) for e in EVENTS})
                )
            elif call.name == "if":
                answered = {event: truth(_condition(call), known) for event, known in self._worlds.items()}
                self._walk(call.block, state._replace(runs=_narrowed(state.runs, answered)))
            elif call.name == "else":
                answered = self._else(call, state, answered)
            elif call.name == "environment":
                state = state._replace(env={**state.env, **_assigned(call.block)})
            else:
                self._one(call, state)

    def _else(self, call: Call, state: State, before: dict[Event, Truth]) -> dict[Event, Truth]:
        """`else`, `else if (…)`: under whatever no arm before it took."""
        rest: dict[Event, Truth] = {event: negate(before.get(event)) for event in EVENTS}
        own: dict[Event, Truth] = dict.fromkeys(EVENTS, True)
        if call.args and call.args[0].value == "if":
            own = {event: truth(_condition(call), known) for event, known in self._worlds.items()}
        arm = {event: both(rest[event], own[event]) for event in EVENTS}
        self._walk(call.block, state._replace(runs=_narrowed(state.runs, arm)))
        return {event: negate(both(rest[event], negate(own[event]))) for event in EVENTS}

    def _one(self, call: Call, state: State) -> None:
        name = call.name
        if name == "stage":
            self._stage(call, state)
        elif name == "input":
            self._gate = "input"
        elif name in SHELLS:
            self._shell(call, state)
        elif name in PLUGINS:
            self._add(call, state, Step(line=call.line, uses=f"step:{name}", inputs=_named(call)))
        elif name in self._functions and state.hops < MAX_HOPS:
            self._walk(self._functions[name].block, state._replace(hops=state.hops + 1))
        elif name == "load" and call.text():
            self._add(call, state, Step(line=call.line, uses=f"template:/{call.text()}"))
        elif self._is_library(call, state):
            self._add(call, state, Step(line=call.line, uses=f"library:{name}", inputs=_named(call)))
        elif call.blocks:
            self._walk(call.block, self._entered(call, state))
        elif len(call.args) > 1:
            self._assigned_call(call, state)

    def _assigned_call(self, call: Call, state: State) -> None:
        """`def rc = sh(…)` and `x = terraformPlan(…)`: the call stands among the arguments."""
        for at, token in enumerate(call.args):
            if token.kind == "word" and token.value in SHELLS and at:
                self._shell(Call(token.value, token.line, call.args[at + 1 :]), state)
                return

    def _entered(self, call: Call, state: State) -> State:
        """Inside a block that changes where or how its steps run."""
        if call.name == "dir":
            return state._replace(cwd=inside(state.cwd, self._known(call.token(), state)))
        if call.name == "withEnv":
            pairs = dict(text.split("=", 1) for text in call.texts if "=" in text)
            return state._replace(env={**state.env, **pairs})
        if call.name == "lock":
            return state._replace(serial=f"lock: {call.text('resource') or call.text()}")
        if call.name in _SOFT_BLOCKS:
            return state._replace(soft=_SOFT_BLOCKS[call.name])
        if call.name in {"failure", "unsuccessful", "aborted", "unstable", "catch"}:
            return state._replace(runs={event: both(answer, None) for event, answer in state.runs.items()})
        if call.name in {"always", "cleanup", "success", "post", "finally"}:
            return state
        return state

    def _stage(self, call: Call, state: State) -> None:
        self._close(state, call.line)
        name = call.text() or call.text("name")
        inner = state._replace(stage="/".join(part for part in (state.stage, name) if part))
        if any(one.name == "input" for one in call.block):
            self._gate = "input"
        self._walk(call.block, inner)
        self._close(inner, call.line)

    def _close(self, state: State, line: int) -> None:
        """The steps seen so far become a job."""
        if self._steps:
            steps, self._steps = tuple(self._steps), []
            self.jobs.append(
                Job(
                    id=state.stage or "pipeline",
                    line=line,
                    steps=steps,
                    env=state.env,
                    gate=self._gate,
                    serial=state.serial,
                )
            )

    def _shell(self, call: Call, state: State) -> None:
        token = call.token("script") or call.token()
        if token is None:
            return
        shell = SHELLS[call.name]
        if shell is Shell.ERREXIT and token.value.lstrip().startswith("#!"):
            shell = Shell.LOOSE  # with an interpreter line of its own the script is run without `-e`
        soft = "returnStatus: true" if call.word("returnStatus") == "true" else ""
        self._add(
            call,
            state,
            Step(line=call.line, run=self._known(token, state), run_line=token.line, shell=shell, soft=soft),
        )

    def _known(self, token: Token | None, state: State) -> str:
        """The text with its environment, and the defaults of parameters: only a build by hand has others."""
        if token is None:
            return ""
        if not token.raw:
            return token.value
        written = _ENV.sub(r"${\1}", token.value)
        self._left -= len(written) // 200
        known = {**state.env, **self._parameters}
        return _PARAMETER.sub(lambda found: (known.get(found[1]) or found[0])[:300], written)

    def _add(self, call: Call, state: State, step: Step) -> None:
        sure, maybe = sorted_out(EVENTS, lambda event: state.runs.get(event))
        for events, certain in ((sure, True), (maybe, False)):
            if events:
                self._steps.append(
                    msgspec.structs.replace(
                        step,
                        env=state.env,
                        cwd="$PWD" if state.cwd is None else state.cwd,
                        soft=state.soft or step.soft,
                        events=events,
                        certain=certain,
                    )
                )

    def _is_library(self, call: Call, state: State) -> bool:
        """A call nobody defines here, in a file with a library, or named after infrastructure."""
        name = call.name
        if not name or name in KNOWN or "." in name or not name[0].islower():
            return False
        called = (
            bool(call.blocks)
            or (bool(call.args) and call.args[0].value == "(")
            or bool(call.args and call.args[0].kind == "text")
        )
        return called and (self._library or bool(might(name)))


def _is_function(call: Call) -> bool:
    """`def name(arguments) {…}`."""
    return call.name == "def" and len(call.args) > 1 and call.args[1].value == "(" and bool(call.blocks)


def _condition(call: Call) -> list[Token]:
    """What stands between the brackets of `if (…)` or `else if (…)`."""
    tokens = [token for token in call.args if token.value != "if" or token.kind != "word"]
    return tokens[1:-1] if tokens and tokens[0].value == "(" and tokens[-1].value == ")" else tokens


def _narrowed(runs: dict[Event, Truth], answers: Mapping[Event, Truth]) -> dict[Event, Truth]:
    return {event: both(answer, answers.get(event)) for event, answer in runs.items()}


def _assigned(calls: Iterable[Call]) -> dict[str, str]:
    """`NAME = 'value'` lines; what is computed is left out."""
    return {
        call.name: call.args[1].value
        for call in calls
        if len(call.args) == 2
        and call.args[0].value == "="
        and call.args[1].kind == "text"
        and "${" not in call.args[1].value
    }


def _named(call: Call) -> dict[str, str]:
    found = {}
    for name, colon, value in zip(call.args, call.args[1:], call.args[2:], strict=False):
        if colon.value == ":" and name.kind == "word" and value.kind in {"text", "word"}:
            found[name.value] = value.value
    return found


def parameters_of(calls: Iterable[Call]) -> Iterator[tuple[str, str]]:
    """Declared parameters and their defaults; of a choice the first."""
    for call in calls:
        if call.name in {"string", "text", "booleanParam", "choice"} and call.text("name"):
            default = call.text("defaultValue") or call.word("defaultValue")
            choices = [
                text for text in call.texts if text not in {call.text("name"), call.text("description")}
            ]
            if call.name == "choice":
                default = "".join(choices[:1]).split("\n")[0]
            yield call.text("name"), "" if default == "false" else default
        for block in call.blocks:
            yield from parameters_of(block)
