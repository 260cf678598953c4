"""Linters that find their files themselves do nothing where there are none."""

from __future__ import annotations

from maturity.core.files import Files
from maturity.core.paths import is_sample

_SUFFIXES = {
    "terraform": (".tf", ".tofu"),
    "tflint": (".tf", ".tofu"),
    "terrascan": (".tf", ".yaml", ".yml"),
    "tfsec": (".tf",),
    "terragrunt": ("terragrunt.hcl", "root.hcl"),
    "bicep": (".bicep",),
    "puppet-lint": (".pp",),
}
_FOLDERS = {"ansible-lint": ("playbooks", "roles", "ansible"), "helm": ("charts", "helm")}
_WORDS = {
    "cfn-lint": ("cloudformation", "cfn", "template.y"),
    "kubeconform": ("k8s", "kube", "manifests", "clusters"),
    "kubeval": ("k8s", "kube", "manifests", "clusters"),
    "kubescape": ("k8s", "kube", "manifests", "clusters"),
    "arm-ttk": ("arm/", "azuredeploy"),
}
_IAC = (".tf", ".tofu", ".bicep", "Chart.yaml", "kustomization.yaml", "terragrunt.hcl", "template.yaml")


def has_files_for(tool: str, files: Files) -> bool:
    """Whether the repository, samples aside, holds files this linter would look at."""
    if tool in _SUFFIXES:
        return any(not is_sample(path) for path in files.ending(*_SUFFIXES[tool]))
    if tool in _FOLDERS:
        return any(files.has_folder(folder) for folder in _FOLDERS[tool])
    if tool in _WORDS:
        return any(word in path.lower() for path in files.paths for word in _WORDS[tool])
    return any(not is_sample(path) for path in files.ending(*_IAC))
