"""The steps of a CircleCI job: `run`, commands of the file, commands of orbs, `when` and `unless`."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.ci._jobs import flag, literals
from maturity.core.ci._truth import Truth, both, negate
from maturity.core.ci.circleci.conditions import holds
from maturity.core.ci.circleci.parameters import Given, declared
from maturity.core.linking.places import inside
from maturity.core.pipeline import Event, Shell, Step
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping, text

MAX_HOPS = 8
_OWN = frozenset({
    "checkout", "save_cache", "restore_cache", "persist_to_workspace", "attach_workspace", "store_artifacts",
    "store_test_results", "setup_remote_docker", "add_ssh_keys", "deploy",
})  # fmt: skip


def shell_of(written: str) -> Shell:
    """Without a word about it, CircleCI runs `bash -eo pipefail`."""
    if not written or "pipefail" in written:
        return Shell.PIPEFAIL
    if not any(name in written for name in ("bash", "/sh", "sh ")) and written != "sh":
        return Shell.OTHER
    return Shell.ERREXIT if " -e" in written else Shell.LOOSE


class Library:
    """What a file, or an orb written inside it, defines by name."""

    def __init__(self, body: Mapping) -> None:
        self.commands = mapping(body.get("commands"))
        self.jobs = mapping(body.get("jobs"))
        self.executors = mapping(body.get("executors"))
        orbs = mapping(body.get("orbs"))
        self.remote = {
            name: text(value).partition("@")[0] for name, value in orbs.items() if isinstance(value, Scalar)
        }
        self.local = {name: Library(value) for name, value in orbs.items() if isinstance(value, Mapping)}


class Flattener:
    """Steps of one job under one event; `home` is where the job checks out to."""

    def __init__(self, library: Library, event: Event, home: str, shell: str) -> None:
        self._library = library
        self._event = event
        self._home = home.rstrip("/")
        self._shell = shell

    def steps(self, node: Node | None, given: Given, certain: Truth, hops: int = 0) -> Iterator[Step]:
        if hops > MAX_HOPS:
            return
        for child in items(node):
            if not given.spend():
                return
            if isinstance(child, Scalar):
                yield from self._named(str(child), mapping(None), child.line, given, certain, hops)
                continue
            for name, value in mapping(child).items():
                line = mapping(child).key_lines.get(name, child.line)
                yield from self._one(name, value, line, given, certain, hops)

    def _one(
        self, name: str, value: Node, line: int, given: Given, certain: Truth, hops: int
    ) -> Iterator[Step]:
        if name in {"when", "unless"}:
            answer = holds(mapping(value).get("condition"), given, self._event)
            answer = both(certain, negate(answer) if name == "unless" else answer)
            if answer is not False:
                yield from self.steps(mapping(value).get("steps"), given, answer, hops + 1)
        elif name == "steps":
            yield from self.steps(given.replaced(value), given, certain, hops + 1)
        elif name in {"run", "deploy"}:
            step = self._run(given.replaced(value), line, certain)
            if step is not None:
                yield step
        else:
            yield from self._named(name, mapping(value), line, given, certain, hops)

    def _named(
        self, name: str, inputs: Mapping, line: int, given: Given, certain: Truth, hops: int
    ) -> Iterator[Step]:
        if name in _OWN:
            return
        library = self._library
        prefix, _, command = name.partition("/")
        if name in library.commands:
            yield from self._command(library, mapping(library.commands[name]), inputs, given, certain, hops)
        elif prefix in library.local and command in library.local[prefix].commands:
            inner = library.local[prefix]
            yield from self._command(inner, mapping(inner.commands[command]), inputs, given, certain, hops)
        elif command:
            known = literals(given.replaced(inputs))
            orb = library.remote.get(prefix, prefix)
            yield Step(line=line, uses=f"orb:{orb}/{command}", inputs=known, certain=certain is True)

    def _command(
        self, library: Library, command: Mapping, inputs: Mapping, given: Given, certain: Truth, hops: int
    ) -> Iterator[Step]:
        scope = given.inside(declared(command.get("parameters")), inputs)
        inner = Flattener(library, self._event, self._home, self._shell)
        yield from inner.steps(command.get("steps"), scope, certain, hops + 1)

    def _run(self, node: Node, line: int, certain: Truth) -> Step | None:
        entry = mapping(node)
        command = node if isinstance(node, Scalar) else entry.get("command")
        if not isinstance(command, Scalar):
            return None
        folder = self._folder(text(entry.get("working_directory")))
        failed_only = text(entry.get("when")) == "on_fail"
        return Step(
            line=line,
            name=text(entry.get("name")),
            run=str(command),
            run_line=command.first_line,
            shell=shell_of(text(entry.get("shell"), self._shell)),
            env=literals(entry.get("environment")),
            cwd="$PWD" if folder is None else folder,
            certain=certain is True and not failed_only,
            soft="background: true" if flag(entry.get("background")) else "",
        )

    def _folder(self, written: str) -> str | None:
        if not written or written == self._home:
            return ""
        if self._home and written.startswith(f"{self._home}/"):
            return inside("", written[len(self._home) + 1 :])
        return inside("", written)
