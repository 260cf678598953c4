"""What the names of files tell of a repository before anything in them is read. A guess; the scan knows."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from maturity.core import registry

# By the end of a path: a suffix, or a whole name after a slash.
TOOLS = (
    ("Terraform", (".tf", ".tofu")),
    ("Terragrunt", ("/terragrunt.hcl",)),
    ("Pulumi", ("/Pulumi.yaml",)),
    ("AWS CDK", ("/cdk.json",)),
    ("Bicep", (".bicep",)),
    ("Helm", ("/Chart.yaml",)),
    ("Kustomize", ("/kustomization.yaml", "/kustomization.yml")),
    ("Ansible", ("/ansible.cfg",)),
)
LABELS = {
    "circleci": "CircleCI", "cloud_build": "Google Cloud Build", "codebuild": "AWS CodeBuild", "env0": "env0",
    "github_actions": "GitHub Actions", "gitlab_ci": "GitLab CI", "teamcity": "TeamCity",
}  # fmt: skip
ENDS = tuple(end for _, ends in TOOLS for end in ends)


class Glance(Struct, frozen=True):
    """owners: there is a CODEOWNERS file where hosts look for one."""

    files: int
    tools: tuple[str, ...]
    ci: tuple[str, ...]
    owners: bool


def glance(paths: Iterable[str]) -> Glance:
    names = [f"/{path}" for path in paths]
    known = [name for name in names if name.endswith(ENDS)]
    tools = tuple(label for label, ends in TOOLS if any(name.endswith(ends) for name in known))
    places = {f"/{folder}CODEOWNERS" for folder in ("", ".github/", ".gitlab/", "docs/")}
    return Glance(len(names), tools, _ci(names), not places.isdisjoint(names))


def _ci(names: list[str]) -> tuple[str, ...]:
    readers = registry.load("maturity.core.ci", "reader")
    found = [one.name for one in readers if any(one.wants(name[1:]) for name in names)]
    if "azure_pipelines" in found and "concourse" in found:  # both go by pipeline.yml
        found.remove("concourse")
    return tuple(LABELS.get(name, name.replace("_", " ").title()) for name in found)
