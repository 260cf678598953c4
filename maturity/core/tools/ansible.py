"""Ansible and its checkers."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import idle
from maturity.core.tools._words import Line, read

NAMES = (
    "ansible-playbook",
    "ansible-navigator",
    "ansible-lint",
    "ansible-pull",
    "ansible",
    "ansible-test",
    "molecule",
)

_VALUED = frozenset(
    {
        "-i",
        "--inventory",
        "-e",
        "--extra-vars",
        "-l",
        "--limit",
        "-t",
        "--tags",
        "--skip-tags",
        "-m",
        "-a",
        "-u",
        "--user",
        "--private-key",
        "--vault-password-file",
        "-U",
        "-C",
        "-d",
        "--directory",
        "-s",
        "--scenario-name",
        "--mode",
        "--ee",
    }
) - {"-C"}
_MOLECULE = {
    "test": Act.INTEGRATION_TEST,
    "converge": Act.INTEGRATION_TEST,
    "verify": Act.INTEGRATION_TEST,
    "idempotence": Act.INTEGRATION_TEST,
    "check": Act.INTEGRATION_TEST,
    "lint": Act.LINT,
    "syntax": Act.VALIDATE,
}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if idle(line):
        return []
    act = _act(words[0], line)
    return (
        [Deed(act=act, tool=words[0], flags=line.flags, directory=line.value("-d", "--directory"))]
        if act
        else []
    )


def _act(name: str, line: Line) -> Act | None:
    if name == "ansible-lint":
        return Act.LINT
    if name == "ansible-test":
        return Act.LINT if line.verb == "sanity" else Act.TEST
    if name == "molecule":
        return _MOLECULE.get(line.verb)
    if name == "ansible":
        return Act.MUTATE if line.verbs else None
    if name == "ansible-navigator" and line.verb != "run":
        return None
    return _playbook(line)


def _playbook(line: Line) -> Act:
    if line.has("--syntax-check"):
        return Act.VALIDATE
    if line.has("--check", "-C"):
        return Act.PLAN
    return Act.OTHER if line.has("--list-hosts", "--list-tasks", "--list-tags") else Act.APPLY
