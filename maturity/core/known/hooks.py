"""pre-commit hooks by id."""

from __future__ import annotations

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act


def _hook(act: Act, tool: str, *ids: str, soft: str = "", why: str = "") -> Row:
    return Row(names=tuple(f"hook:{name}" for name in ids), tool=tool, does=(Does(act, soft=soft, why=why),))


ROWS = (
    _hook(
        Act.FMT,
        "terraform",
        "terraform_fmt",
        "terraform-fmt",
        "tf-fmt",
        "terraform-format",
        "terraform_format",
    ),
    _hook(Act.FMT, "tofu", "tofu_fmt", "tofu-fmt"),
    _hook(
        Act.FMT,
        "terragrunt",
        "terragrunt_fmt",
        "terragrunt-hclfmt",
        "terragrunt-hcl-fmt",
        "terragrunt_hclfmt",
    ),
    _hook(Act.FMT, "packer", "packer_fmt", "packer-fmt"),
    _hook(Act.VALIDATE, "terraform", "terraform_validate", "terraform-validate", "tf-validate"),
    _hook(Act.VALIDATE, "tofu", "tofu_validate", "tofu-validate"),
    _hook(Act.VALIDATE, "terragrunt", "terragrunt_validate", "terragrunt_validate_inputs"),
    _hook(Act.VALIDATE, "packer", "packer_validate", "packer-validate"),
    _hook(
        Act.VALIDATE,
        "kubernetes",
        "kubeconform",
        "kubeval",
        "kustomize-build",
        "kustomize",
        "k8svalidate",
        "kubeconform-helm",
        "flux-validate",
    ),
    _hook(Act.LINT, "tflint", "terraform_tflint", "tflint", "terraform-tflint"),
    _hook(Act.LINT, "tofu", "tofu_tflint"),
    _hook(Act.LINT, "ansible-lint", "ansible-lint"),
    _hook(Act.LINT, "cookstyle", "cookstyle"),
    _hook(Act.LINT, "puppet-lint", "puppet-lint"),
    _hook(Act.LINT, "kube-linter", "kube-linter", "kube-linter-system", "kube-score"),
    _hook(Act.LINT, "helm", "helmlint", "helm-lint"),
    Row(
        names=("hook:cfn-lint", "hook:cfn-python-lint", "hook:cloudformation-linter", "hook:aws-cfn-lint"),
        tool="cfn-lint",
        does=(Does(Act.VALIDATE), Does(Act.LINT)),
    ),
    _hook(Act.SCAN, "cfn-nag", "cfn-nag", "cfn_nag"),
    _hook(
        Act.SCAN,
        "checkov",
        "terraform_checkov",
        "checkov",
        "checkov_container",
        "checkov_diff",
        "tofu_checkov",
        soft="args~--soft-fail",
        why="--soft-fail",
    ),
    _hook(
        Act.SCAN,
        "tfsec",
        "terraform_tfsec",
        "tfsec",
        "tofu_tfsec",
        soft="args~--soft-fail",
        why="--soft-fail",
    ),
    _hook(Act.SCAN, "trivy", "terraform_trivy", "trivy", "trivy-config", "tofu_trivy", "trivyconfig"),
    _hook(Act.SCAN, "terrascan", "terrascan", "terraform_terrascan"),
    _hook(Act.SCAN, "kics", "kics-scan", "kics"),
    _hook(Act.POLICY, "conftest", "conftest", "conftest-test"),
    _hook(
        Act.DOCS,
        "terraform-docs",
        "terraform_docs",
        "terraform-docs",
        "terraform-docs-go",
        "terraform_docs_replace",
        "terraform-docs-system",
        "tofu_docs",
        "terraform_docs_without_aggregate_type_defaults",
        "terraform-docs-docker",
    ),
    _hook(Act.COST, "infracost", "infracost_breakdown"),
)
