"""A pipeline in another repository that is told by name and input what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maturity.core.linking.places import inside
from maturity.core.linking.uses import suggests
from maturity.core.pipeline import Act, Activity, Delegated
from maturity.core.tools._terraform import VERBS

_VERB_INPUTS = (
    "action",
    "command",
    "operation",
    "verb",
    "tf_action",
    "tf-action",
    "tf_command",
    "tf-command",
    "terraform_action",
    "terraform-action",
    "terraform_command",
    "terraform-command",
    "subcommand",
)
_ARGUMENTS = ("arguments", "args", "extra_args", "extra-args", "plan_args", "plan-args", "flags")
_FOLDERS = (
    "path",
    "directory",
    "working-directory",
    "working_directory",
    "tf_directory",
    "dir",
    "terraform_directory",
)
_WHOLE = ("project:", "remote:", "generated:", "local:", "component:", "shared:")
_GENERAL = frozenset({
    "library", "ci", "cd", "cicd", "build", "main", "master", "pipeline", "pipelines", "workflow",
    "workflows", "default", "common", "shared", "reusable", "pr", "pull", "request", "push", "merge",
    "deploy", "deployment", "check", "checks", "jobs", "job", "template", "base", "on", "all", "run",
    "generic", "standard", "wrapper", "v", "call", "action", "actions",
})  # fmt: skip
_FOREIGN = frozenset({
    "doc", "docs", "documentation", "link", "links", "label", "labels", "labeler", "stale", "spell",
    "spelling", "markdown", "commit", "commits", "commitlint", "title", "greet", "welcome", "community",
    "contributions", "secret", "secrets", "image", "images", "docker", "container", "containers", "codeql",
    "dependency", "dependencies", "dependabot", "renovate", "changelog", "version", "tag", "tags", "npm",
    "node", "python", "java", "gradle", "maven", "sbt", "issue", "issues", "branch", "branches", "assign",
    "reviewers", "lock", "cleanup", "cache", "auth", "login", "setup", "install", "actionlint", "artifact",
    "backport", "bump", "cla", "coverage", "download", "eslint", "gitleaks", "greetings", "jest", "license",
    "licenses", "notes", "package", "pages", "playwright", "prettier", "publish", "release", "rspec",
    "rubocop", "semver", "signature", "signatures", "sonar", "sync", "triage", "upload", "website", "yarn",
})  # fmt: skip
# what a step of a Jenkins library does that only prepares another, by the first word of its name
_PREPARES = frozenset({
    "set", "get", "is", "has", "notify", "send", "log", "echo", "print", "load", "read", "checkout", "with",
})  # fmt: skip
_TOOLS = ("terragrunt", "tofu", "opentofu", "terraform", "pulumi", "cdk", "ansible", "helm", "atmos")
_EXTRA = {
    "preview": Act.PLAN,
    "up": Act.APPLY,
    "deploy": Act.APPLY,
    "diff": Act.PLAN,
    "drift": Act.DRIFT_CHECK,
    "lint": Act.LINT,
}


def told(one: Delegated) -> Iterator[Activity]:
    """`uses: org/ci/.github/workflows/terraform.yml` with `action: apply` applies: that much is said here."""
    if not suggests(one.ref):
        return
    inputs = {name.lower(): text.strip() for name, text in one.inputs.items()}
    verb = next((inputs[name].lower() for name in _VERB_INPUTS if name in inputs), "")
    act = {**VERBS, **_EXTRA}.get(verb)
    if act is None or act is Act.OTHER:
        return
    flags = tuple(
        word for name in _ARGUMENTS for word in inputs.get(name, "").split() if word.startswith("-")
    )
    if act is Act.PLAN and "-refresh-only" in flags:
        act = Act.DRIFT_CHECK
    folder = next((inputs[name] for name in _FOLDERS if inputs.get(name)), "")
    yield Activity(
        act=act,
        tool=_tool(one.ref),
        at=one.at,
        context=one.context,
        events=one.events,
        via=one.via,
        directory=inside("", folder.lstrip("/")) if folder else None,
        flags=flags,
        words=(one.ref, verb),
        note=f"in {one.ref}, told to {verb}",
    )


def may_do(one: Delegated, act: Act) -> bool:
    """Whether its name suggests the act, or leaves open what it does: a whole library, "ci.yml".

    A name that speaks of something else ("labels.yml", "docs-link-check.yml") does not.
    """
    about_infrastructure = suggests(one.ref)
    name = one.ref.partition("@")[0].rstrip("/").rpartition("/")[2]
    words = [
        word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name.removesuffix(".yml").removesuffix(".yaml"))
    ]
    if not about_infrastructure and not _FOREIGN.isdisjoint(words):
        return False
    if act is Act.LINT and "actions" in words and not about_infrastructure:
        return False
    if one.might:
        return act in one.might
    if one.ref.startswith("library:"):
        return words[1:2] == [] or words[1] not in _PREPARES
    return about_infrastructure or one.ref.startswith(_WHOLE) or (words != [] and _GENERAL.issuperset(words))


def _tool(ref: str) -> str:
    """The tool its name speaks of."""
    words = set(re.findall(r"[a-z0-9]+", ref.partition("@")[0].lower()))
    return next((name for name in _TOOLS if name in words), "terraform")
