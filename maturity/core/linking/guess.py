"""What the name of something outside the repository suggests it does: never a fact, only what to doubt."""

from __future__ import annotations

import re
from functools import lru_cache

from maturity.core.pipeline import Act

_RULES: tuple[tuple[frozenset[str], frozenset[Act]], ...] = (
    (frozenset({"drift"}), frozenset({Act.DRIFT_CHECK})),
    (frozenset({"tflint", "lint", "linter", "linters", "linting"}), frozenset({Act.LINT})),
    (frozenset({"fmt", "format", "formatting"}), frozenset({Act.FMT})),
    (frozenset({"validate", "validation"}), frozenset({Act.VALIDATE})),
    (
        frozenset({"checkov", "tfsec", "trivy", "terrascan", "kics", "snyk", "scan", "scanning", "security"}),
        frozenset({Act.SCAN}),
    ),
    (
        frozenset({"conftest", "opa", "policy", "policies", "sentinel"}),
        frozenset({Act.POLICY, Act.PLAN_POLICY}),
    ),
    (frozenset({"test", "tests", "testing", "terratest"}), frozenset({Act.TEST, Act.INTEGRATION_TEST})),
    (frozenset({"infracost", "cost"}), frozenset({Act.COST})),
    (frozenset({"docs"}), frozenset({Act.DOCS})),
    (frozenset({"notify", "notification", "slack"}), frozenset({Act.NOTIFY})),
    (frozenset({"destroy", "teardown"}), frozenset({Act.DESTROY})),
    (frozenset({"plan", "preview", "speculative"}), frozenset({Act.PLAN})),
    (frozenset({"apply", "deploy", "deployment"}), frozenset({Act.APPLY})),
)
_CHECKS = frozenset({"check", "checks", "static", "precommit", "quality"})
_CHECKED = frozenset({Act.FMT, Act.VALIDATE, Act.LINT, Act.SCAN})
# "check" beside a word that is none of these checks something else: "license-check", "spell-check"
_PLAIN = frozenset({
    "analysis", "ci", "cd", "pr", "pull", "request", "code", "pre", "commit", "reusable", "shared",
    "common", "base", "workflow", "pipeline", "main", "all", "run", "job", "jobs", "template", "yml",
    "yaml", "hooks", "lib",
})  # fmt: skip
_INFRASTRUCTURE = frozenset({
    "terraform", "tf", "tofu", "opentofu", "terragrunt", "pulumi", "cdk", "cloudformation", "infra",
    "infrastructure", "iac",
})  # fmt: skip
_WHOLE_PIPELINE = frozenset({Act.PLAN, Act.APPLY, Act.FMT, Act.VALIDATE})
_WORDS = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=4096)
def might(ref: str) -> frozenset[Act]:
    """The acts the last part of `ref` suggests; empty when it tells nothing, so anything is possible.

    "x/y/.github/workflows/terraform-plan.yml@v1" suggests a plan, "…/terraform.yml" the whole
    pipeline, "…/build.yml" nothing.
    """
    name = ref.split("@", 1)[0].rstrip("/").rpartition("/")[2]
    words = set(_WORDS.findall(name.lower()))
    acts = {act for keys, suggested in _RULES if keys & words for act in suggested}
    if words & _CHECKS and (words & _INFRASTRUCTURE or words <= _CHECKS | _PLAIN):
        acts |= _CHECKED
    if not acts and words & _INFRASTRUCTURE:
        return _WHOLE_PIPELINE
    return frozenset(acts)
