"""checkov."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import idle
from maturity.core.tools._words import Line, is_plan, read

NAMES = ("checkov",)

_VALUED = frozenset({
    "-d", "--directory", "-f", "--file", "--framework", "--skip-framework", "-o", "--output",
    "--output-file-path", "-c", "--check", "--skip-check", "--external-checks-dir", "--external-checks-git",
    "--config-file", "--baseline", "--hard-fail-on", "--soft-fail-on", "--bc-api-key", "--repo-id",
    "--skip-path", "--var-file", "--repo-root-for-plan-enrichment", "--download-external-modules",
    "--branch",
})  # fmt: skip
OTHER_CODE = frozenset({
    "secrets", "sca_package", "sca_image", "dockerfile", "github_actions", "gitlab_ci",
    "bitbucket_pipelines", "azure_pipelines", "circleci_pipelines", "argo_workflows", "openapi", "sast",
    "github_configuration", "gitlab_configuration", "bitbucket_configuration", "cdk_python",
})  # fmt: skip


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if idle(line) or line.has("-v", "-l", "--list", "--support", "-i"):
        return []
    frameworks = {name for value in line.values("--framework") for name in value.replace(",", " ").split()}
    if frameworks and frameworks <= OTHER_CODE:
        return []
    soft = "--soft-fail" if line.has("-s", "--soft-fail") else ""
    directory = line.value("-d", "--directory")
    return [
        Deed(
            act=act,
            tool="checkov",
            flags=line.flags,
            directory=directory,
            soft=soft,
            target=line.value("-f", "--file"),
        )
        for act in (Act.SCAN, *_own_rules(line))
    ]


def _own_rules(line: Line) -> list[Act]:
    if not line.values("--external-checks-dir", "--external-checks-git"):
        return []
    return [Act.PLAN_POLICY if is_plan(line.value("-f", "--file")) else Act.POLICY]
