"""Which test run concerns infrastructure: told by the tests that lie where it runs."""

from __future__ import annotations

from msgspec import structs

from maturity.core import paths
from maturity.core.files import Files
from maturity.core.linking.done import Done
from maturity.core.pipeline import Act
from maturity.core.readers.infra_test import InfraTest
from maturity.core.tools._deed import Needs

_LANGUAGES = {
    "go test": (".go",),
    "gotestsum": (".go",),
    "ginkgo": (".go",),
    "terratest": (".go",),
    "pytest": (".py",),
    "py.test": (".py",),
    "unittest": (".py",),
    "tox": (".py",),
    "nox": (".py",),
    "testinfra": (".py",),
    "jest": (".ts", ".js", ".tsx", ".mjs"),
    "vitest": (".ts", ".js", ".tsx", ".mjs"),
    "mocha": (".ts", ".js", ".mjs"),
    "ava": (".ts", ".js", ".mjs"),
}
_NATIVE = frozenset({"terraform", "tofu", "terragrunt"})
_CREATES = 3
_CODE = (".tf", ".tofu", ".bicep", "cdk.json", "Pulumi.yaml")


class InfraTests:
    """The tests of the repository, by folder."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._tests = files.of(InfraTest)

    def judged(self, one: Done) -> Done | None:
        """A run of tests as what it is; None when nothing it tests is infrastructure."""
        deed = one.deed
        if deed.act is not Act.TEST:
            return one
        if deed.tool in _NATIVE:
            return self._as(
                one,
                [
                    test
                    for path, test in self._tests.items()
                    if ".t" in path and path.endswith(("hcl", "json"))
                ],
            )
        if deed.needs is not Needs.INFRASTRUCTURE:
            return one
        found = self._under(_folder(one), _LANGUAGES.get(deed.tool, ()))
        if found:
            return self._as(one, found)
        return one if deed.tool == "bats" and self._code_near(_folder(one)) else None

    def _under(self, folder: str | None, suffixes: tuple[str, ...]) -> list[InfraTest]:
        return [
            test
            for path, test in self._tests.items()
            if path.endswith(suffixes)
            and (folder is None or not folder or path.startswith(f"{folder}/") or path == folder)
        ]

    def _as(self, one: Done, tests: list[InfraTest]) -> Done:
        if not tests:
            return one
        best = max(tests, key=lambda test: test.tier)
        act = Act.INTEGRATION_TEST if best.tier >= _CREATES else Act.TEST
        return structs.replace(one, deed=structs.replace(one.deed, act=act, note=best.framework))

    def _code_near(self, folder: str | None) -> bool:
        around = paths.folder(folder or "")
        return any(path.endswith(_CODE) and path.startswith(around) for path in self._files.paths)


def _folder(one: Done) -> str | None:
    """Where the tests lie: the folder it runs in, and the part of it the command names."""
    if one.directory is None:
        return None
    target = one.deed.target
    return (
        paths.join(one.directory, target)
        if target and "$" not in target and "*" not in target
        else one.directory
    )
