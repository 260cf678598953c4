"""What a Concourse task runs, with the repository at the top instead of in the folder of its input."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from maturity.core.ci._jobs import literals
from maturity.core.linking.places import inside
from maturity.core.pipeline import Shell, Step
from maturity.core.syntax.yaml import Mapping, Scalar, items, mapping, text


def inputs_of(config: Mapping) -> Iterator[str]:
    for node in items(config.get("inputs")):
        yield text(mapping(node).get("path")) or text(mapping(node).get("name"))


def task_of(config: Mapping, line: int, places: frozenset[str], params: dict[str, str]) -> Step | None:
    """What a task runs, with the folders the repository is mounted at taken off its paths."""
    run = mapping(config.get("run"))
    path = text(run.get("path"))
    args = [node for node in items(run.get("args")) if isinstance(node, Scalar)]
    if not path:
        return None
    env = {**literals(config.get("params")), **params}
    folder = _unmounted(text(run.get("dir")) + "/", places).rstrip("/")
    cwd = inside("", folder) if folder else ""
    shell = path.rpartition("/")[2]
    if shell in {"sh", "bash", "ash"} and len(args) > 1 and args[0].startswith("-") and "c" in args[0]:
        flags = str(args[0])
        how = Shell.ERREXIT if "e" in flags or _errexit(args[1]) else Shell.LOOSE
        return Step(
            line=line,
            run=_unmounted(args[1], places),
            run_line=args[1].first_line,
            shell=how,
            env=env,
            cwd="$PWD" if cwd is None else cwd,
        )
    command = " ".join(shlex.quote(word) for word in [path, *args])
    return Step(
        line=line,
        run=_unmounted(command, places),
        run_line=run.line,
        env=env,
        cwd="$PWD" if cwd is None else cwd,
    )


def _errexit(script: str) -> bool:
    return re.match(r"\s*set -\w*e", script) is not None


def _unmounted(script: str, places: frozenset[str]) -> str:
    """A task sees the repository in a folder named after its input; here its top is the top."""
    for place in sorted(places, key=len, reverse=True)[:50]:
        name = re.escape(place)
        script = re.sub(rf"(?<![\w./$-])(?:\./)?{name}(?=/)", ".", script)
        script = re.sub(rf"(?<=\bcd )(?:\./)?{name}(?=\s|$|;|&)", ".", script)
    return script
