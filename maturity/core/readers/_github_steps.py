"""The steps of a GitHub job or composite action, as written."""

from __future__ import annotations

import re

from maturity.core.pipeline import Shell, Step
from maturity.core.syntax import yaml
from maturity.core.syntax.yaml import Mapping, Node, Scalar

MAX_STEPS = 500
_SHELLS = ("bash", "sh", "dash", "zsh", "ksh")
_FLAGS = re.compile(r"(?:^|\s)-[a-z]*e")
_PIPEFAIL = re.compile(r"\bpipefail\b")


def read_steps(node: Node | None, shell: str = "", cwd: str = "") -> tuple[Step, ...]:
    """`shell` and `cwd` are the defaults around the steps."""
    written = [item for item in yaml.items(node) if isinstance(item, Mapping)]
    return tuple(_step(item, shell, cwd) for item in written[:MAX_STEPS])


def texts(node: Node | None) -> dict[str, str]:
    """A mapping of scalars, null as ""."""
    return {key: yaml.text(value) for key, value in yaml.mapping(node).items() if isinstance(value, Scalar)}


def soft(node: Node | None) -> str:
    """What `continue-on-error` says: "" gates, an expression stays visible after the colon."""
    value = yaml.text(node).strip()
    if value.lower() in {"", "false"}:
        return ""
    return "continue-on-error" if value.lower() == "true" else f"continue-on-error: {value}"


def shell_of(written: str) -> Shell:
    """`bash` alone adds pipefail, no shell at all does not; a template of one's own says what it wants."""
    command = written.strip()
    if not command or "${{" in command:
        return Shell.ERREXIT
    program = command.split()[0].rpartition("/")[2]
    if program not in _SHELLS:
        return Shell.OTHER
    if command in {"bash", "sh"}:
        return Shell.PIPEFAIL if command == "bash" else Shell.ERREXIT
    if not _FLAGS.search(command):
        return Shell.LOOSE
    return Shell.PIPEFAIL if _PIPEFAIL.search(command) else Shell.ERREXIT


def _step(item: Mapping, shell: str, cwd: str) -> Step:
    run = item.get("run")
    script = yaml.text(run)
    return Step(
        line=item.line,
        name=yaml.text(item.get("name")),
        id=yaml.text(item.get("id")),
        run=script,
        run_line=run.first_line if isinstance(run, Scalar) else 0,
        shell=shell_of(yaml.text(item.get("shell")) or shell),
        uses="" if script else yaml.text(item.get("uses")).strip(),
        inputs=texts(item.get("with")),
        env=texts(item.get("env")),
        cwd=(yaml.text(item.get("working-directory")) or cwd) if script else "",
        condition=yaml.text(item.get("if")),
        soft=soft(item.get("continue-on-error")),
    )
