"""super-linter: everything is on until one VALIDATE_x is set to true, then only those are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from maturity.core.known._row import Row
from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed

_CHECKS = {
    "validate_terraform_fmt": ("terraform", (Act.FMT,)),
    "validate_terraform_tflint": ("tflint", (Act.LINT,)),
    "validate_terraform": ("tflint", (Act.LINT,)),  # its name before version 4
    "validate_terraform_terrascan": ("terrascan", (Act.SCAN,)),
    "validate_terragrunt": ("terragrunt", (Act.FMT,)),
    "validate_checkov": ("checkov", (Act.SCAN,)),
    "validate_trivy": ("trivy", (Act.SCAN,)),
    "validate_cloudformation": ("cfn-lint", (Act.VALIDATE, Act.LINT)),
    "validate_ansible": ("ansible-lint", (Act.LINT,)),
    "validate_kubernetes_kubeconform": ("kubeconform", (Act.VALIDATE,)),
    "validate_kubernetes_kubeval": ("kubeval", (Act.VALIDATE,)),
    "validate_arm": ("arm-ttk", (Act.VALIDATE,)),
}
# newer versions dropped them: they count only when somebody asks for them
_NOT_BY_DEFAULT = frozenset(
    {"validate_terraform", "validate_terraform_terrascan", "validate_kubernetes_kubeval"}
)
# the version that brought them
_SINCE = {"validate_checkov": 6, "validate_trivy": 8, "validate_kubernetes_kubeconform": 5}
_VERSION = re.compile(r"v?(\d{1,3})(?:\.|$)")
_ON = frozenset({"true"})


def _deeds(values: Mapping[str, str]) -> list[Deed]:
    chosen = any(
        name.startswith("validate_") and text.lower() in _ON
        for name, text in values.items()
        if name != "validate_all_codebase"
    )
    soft = "DISABLE_ERRORS: true" if values.get("disable_errors", "").lower() == "true" else ""
    version = _VERSION.match(values.get("@", ""))
    return [
        Deed(act=act, tool=tool, soft=soft, note="super-linter")
        for name, (tool, acts) in _CHECKS.items()
        if _is_on(values.get(name, "").lower(), chosen=chosen, default=name not in _NOT_BY_DEFAULT)
        if version is None or int(version[1]) >= _SINCE.get(name, 0)
        for act in acts
    ]


def _is_on(text: str, *, chosen: bool, default: bool) -> bool:
    return text in _ON or (not text and default and not chosen)


ROWS = (
    Row(
        names=(
            "super-linter/super-linter",
            "super-linter/super-linter/*",
            "github/super-linter",
            "github/super-linter/*",
            "image:*super-linter*",
        ),
        tool="super-linter",
        special=_deeds,
        env=True,
    ),
)
