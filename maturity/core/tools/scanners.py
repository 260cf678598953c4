"""Security scanners of infrastructure code that need no page of their own."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import idle
from maturity.core.tools._words import Line, read

NAMES = ("terrascan", "kics", "snyk", "driftctl", "terraform-validator", "cnspec")

_VALUED = frozenset({
    "-d", "--iac-dir", "-p", "--path", "--iac-type", "-i", "-t", "--policy-type", "-o", "--output-path",
    "-f", "--fail-on", "--ignore-on-exit", "--report-formats", "--severity-threshold", "-q",
    "--queries-path", "--from", "--to", "--filter", "--org",
})  # fmt: skip


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    act = _act(words[0], line)
    if act is None or idle(line):
        return []
    directory = (
        line.value("-d", "--iac-dir") if words[0] == "terrascan" else _single(line.value("-p", "--path"))
    )
    return [Deed(act=act, tool=words[0], flags=line.flags, directory=directory, soft=_soft(words[0], line))]


def _act(tool: str, line: Line) -> Act | None:
    if tool == "snyk":
        iac = {"test": Act.SCAN, "describe": Act.DRIFT_CHECK}
        return iac.get(line.rest[0]) if line.verb == "iac" and line.rest else None
    if tool == "terraform-validator":
        return Act.PLAN_POLICY if line.verb == "validate" else None
    if line.verb != "scan":
        return None
    if tool == "cnspec":
        return Act.SCAN if line.rest[:1] in {("terraform",), ("k8s",)} else None
    return Act.DRIFT_CHECK if tool == "driftctl" else Act.SCAN


def _soft(tool: str, line: Line) -> str:
    ignored = line.value("--ignore-on-exit") if tool == "kics" else ""
    return f"--ignore-on-exit {ignored}" if ignored in {"all", "results"} else ""


def _single(path: str) -> str:
    return "" if "," in path else path
