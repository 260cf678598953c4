"""MegaLinter's linters by their keys."""

from __future__ import annotations

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act

_BY_KEY: dict[str, tuple[str, tuple[Act, ...]]] = {
    "terraform_terraform_fmt": ("terraform", (Act.FMT,)),
    "terraform_tflint": ("tflint", (Act.LINT,)),
    "terraform_terrascan": ("terrascan", (Act.SCAN,)),
    "terraform_terragrunt": ("terragrunt", (Act.FMT,)),
    "terraform_checkov": ("checkov", (Act.SCAN,)),
    "terraform_kics": ("kics", (Act.SCAN,)),
    "terraform_tfsec": ("tfsec", (Act.SCAN,)),
    "repository_checkov": ("checkov", (Act.SCAN,)),
    "repository_kics": ("kics", (Act.SCAN,)),
    "repository_trivy": ("trivy", (Act.SCAN,)),
    "cloudformation_cfn_lint": ("cfn-lint", (Act.VALIDATE, Act.LINT)),
    "ansible_ansible_lint": ("ansible-lint", (Act.LINT,)),
    "kubernetes_kubeconform": ("kubeconform", (Act.VALIDATE,)),
    "kubernetes_kubeval": ("kubeval", (Act.VALIDATE,)),
    "kubernetes_helm": ("helm", (Act.VALIDATE, Act.LINT)),
    "kubernetes_kubescape": ("kubescape", (Act.SCAN,)),
    "puppet_puppet_lint": ("puppet-lint", (Act.LINT,)),
    "bicep_bicep_linter": ("bicep", (Act.LINT,)),
    "arm_arm_ttk": ("arm-ttk", (Act.VALIDATE,)),
}
KEYS = tuple(_BY_KEY)

ROWS = tuple(
    Row(names=(f"megalinter:{key}",), tool=tool, does=tuple(Does(act, note="MegaLinter") for act in acts))
    for key, (tool, acts) in _BY_KEY.items()
)
