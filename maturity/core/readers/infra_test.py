"""Tests of infrastructure code, told by what they import or by their file's name."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import Lines, base_name

_NATIVE = (".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json")
_KITCHEN = frozenset({".kitchen.yml", ".kitchen.yaml", "kitchen.yml", "kitchen.yaml"})
_PLACE = re.compile(
    r"infra|cdk|pulumi|terraform|terratest|stack|deploy|iac|modules|cloud|(?:^|/)tests?/", re.IGNORECASE
)
_CODE = re.compile(
    r"(?:_test\.go|(?:^|/)(?:test_\w+|conftest|\w+_test)\.py|\.(?:test|spec)\.(?:ts|js|mjs|tsx))$"
)
_SUITE = re.compile(r"(?:^|/)(?:chainsaw-test|kuttl-test|\d\d-assert|[\w-]+_test|molecule)\.ya?ml$")
# what the test imports -> (framework, tier); tiers as in `facts/tests`
_IMPORTS: tuple[tuple[str, int, re.Pattern[bytes]], ...] = (
    ("terratest", 3, re.compile(rb"gruntwork-io/terratest")),
    ("tftest", 2, re.compile(rb"^[ \t]*(?:import|from) (?:tftest|pytest_terraform)\b", re.MULTILINE)),
    ("testinfra", 3, re.compile(rb"^[ \t]*(?:import|from) testinfra\b", re.MULTILINE)),
    (
        "pulumi",
        2,
        re.compile(
            rb"pulumi\.runtime\.(?:set_mocks|setMocks|SetMocks|Mocks)|runtime\.set_mocks|pulumi\.WithMocks"
        ),
    ),
    (
        "pulumi automation",
        3,
        re.compile(rb"pulumi\.automation|pulumi/automation|auto\.(?:UpsertStack|create_or_select_stack)"),
    ),
    (
        "cdk",
        1,
        re.compile(rb"aws-cdk-lib/assertions|@aws-cdk/assert|aws_cdk\.assertions|aws_cdk import assertions"),
    ),
    (
        "cdk8s",
        1,
        re.compile(
            rb"from cdk8s import[^\n]*\bTesting\b|[\"']cdk8s[\"'](?s:.){0,4000}Testing\.(?:synth|chart)"
        ),
    ),
    (
        "cdktf",
        1,
        re.compile(rb"cdktf import[^\n]*\bTesting\b|Testing\.(?:setupJest|fullSynth|full_synth|synthScope)"),
    ),
    ("terraform", 3, re.compile(rb"subprocess[^\n]*[\"'](?:terraform|tofu)[\"']|python_terraform")),
)
_APPLY = re.compile(rb"^[ \t]*command[ \t]*=[ \t]*apply\b", re.MULTILINE)
_RUN = re.compile(rb"^[ \t]*run[ \t]+\"[^\"\n]*\"[ \t]*\{", re.MULTILINE)
_PLAN = re.compile(rb"^[ \t]*command[ \t]*=[ \t]*plan\b", re.MULTILINE)


class InfraTest(Struct, frozen=True):
    """tier: 1 the code alone, 2 a plan or mocks, 3 something real."""

    framework: str
    tier: int
    line: int = 1


def wants(path: str) -> bool:
    if path.endswith(_NATIVE):
        return True
    if path.endswith(YAML):
        return base_name(path) in _KITCHEN or _SUITE.search(path) is not None
    return _CODE.search(path) is not None and _PLACE.search(path) is not None


def read(path: str, data: bytes) -> InfraTest | None:
    name = base_name(path)
    if path.endswith(_NATIVE):
        return _native(data)
    if name in _KITCHEN:
        return InfraTest("kitchen-terraform" if b"name: terraform" in data else "kitchen", 3)
    if name.endswith((".yml", ".yaml")):
        return _suite(name, data)
    for framework, tier, pattern in _IMPORTS:
        if hit := pattern.search(data):
            return InfraTest(framework, tier, Lines(data).at(hit.start() + 1))
    return None


def _native(data: bytes) -> InfraTest | None:
    """A run applies unless it says `command = plan`; a mocked provider creates nothing."""
    runs, plans = len(_RUN.findall(data)), len(_PLAN.findall(data))
    if not runs:
        return InfraTest("terraform test", 2) if b'"run"' in data else None
    applies = runs > plans or _APPLY.search(data)
    return InfraTest("terraform test", 3 if applies and b"mock_provider" not in data else 2)


def _suite(name: str, data: bytes) -> InfraTest | None:
    if name.startswith("molecule."):
        return InfraTest("molecule", 3)
    if b"chainsaw.kyverno.io" in data:
        return InfraTest("chainsaw", 3)
    if b"kuttl.dev" in data:
        return InfraTest("kuttl", 3)
    return (
        InfraTest("helm-unittest", 1)
        if re.search(rb"^suite:", data, re.MULTILINE) and b"asserts:" in data
        else None
    )


reader = Reader(
    "infra_test",
    1,
    InfraTest,
    wants,
    read,
    ends=(*_NATIVE, *YAML, ".go", ".py", ".ts", ".js", ".tsx", ".mjs"),
)
