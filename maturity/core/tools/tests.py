"""Test runners: general ones count only when what they test is infrastructure."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed, Needs
from maturity.core.tools._table import idle
from maturity.core.tools._words import Line, read

NAMES = (
    "go",
    "gotestsum",
    "terratest",
    "pytest",
    "py.test",
    "unittest",
    "tox",
    "nox",
    "bats",
    "kitchen",
    "inspec",
    "cinc-auditor",
    "kuttl",
    "kubectl-kuttl",
    "chainsaw",
    "ct",
    "cft",
    "jest",
    "vitest",
    "mocha",
    "ava",
    "rspec",
    "serverspec",
    "testinfra",
    "goss",
    "terraform-exec",
    "ginkgo",
)

_VALUED = frozenset({
    "-run", "-timeout", "-tags", "-count", "-parallel", "-p", "-k", "-m", "-n", "-c", "--config", "-C",
    "--timeout", "-o", "--jobs", "-j", "--test-dir", "--rootdir", "--stage", "-t",
})  # fmt: skip
_REAL = {
    "kitchen": {"test", "converge", "verify", "create", "setup"},
    "inspec": {"exec"},
    "cinc-auditor": {"exec"},
    "kuttl": {"test"},
    "kubectl-kuttl": {"test"},
    "chainsaw": {"test"},
    "goss": {"validate"},
    "cft": {"test"},
}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if idle(line):
        return []
    tool = words[0]
    if tool in _REAL:
        return (
            [Deed(act=Act.INTEGRATION_TEST, tool=tool, flags=line.flags)] if line.verb in _REAL[tool] else []
        )
    if tool == "ct":
        return _charts(line)
    if tool == "go":
        return _go(line)
    return [_general(tool, line, next((verb for verb in line.verbs if "/" in verb or "test" in verb), ""))]


def _charts(line: Line) -> list[Deed]:
    acts = {
        "lint": [Act.LINT],
        "install": [Act.INTEGRATION_TEST],
        "lint-and-install": [Act.LINT, Act.INTEGRATION_TEST],
    }
    return [Deed(act=act, tool="chart-testing", flags=line.flags) for act in acts.get(line.verb, [])]


def _go(line: Line) -> list[Deed]:
    if line.verb != "test":
        return []
    package = next(iter(line.rest), "")
    where = line.value("-C") or package.removesuffix("...").rstrip("/")
    return [_general("go test", line, where)]


def _general(tool: str, line: Line, where: str) -> Deed:
    return Deed(act=Act.TEST, tool=tool, flags=line.flags, target=where, needs=Needs.INFRASTRUCTURE)
