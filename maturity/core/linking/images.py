"""Containers whose name tells which tool their arguments are for."""

from __future__ import annotations

import re

from maturity.core.tools import deeds_of, tool_name
from maturity.core.tools._deed import Deed

_NAMES = {
    "aws-cli": "aws", "azure-cli": "az", "cloud-sdk": "gcloud", "google-cloud-cli": "gcloud",
    "gitlab-terraform": "gitlab-terraform", "gitlab-opentofu": "gitlab-tofu", "cfn-python-lint": "cfn-lint",
    "developer-tools": "", "ansible-runner": "ansible-playbook", "chart-testing": "ct", "kubeval": "kubeval",
    "infra-tools": "", "k8s": "kubectl", "cfn_nag": "cfn-nag", "tenv": "", "opentofu-minimal": "tofu",
    "terraform-light": "terraform", "terragrunt-tofu": "terragrunt", "kics-scan": "kics",
}  # fmt: skip
_PREFIXES = ("pulumi", "snyk", "infracost", "terragrunt", "checkov")
_VERSION = re.compile(r"[@:][^/]*$")


def tool_of_image(image: str) -> str:
    """The tool of "ghcr.io/opentofu/opentofu:1.8", "" when the name does not tell."""
    name = _VERSION.sub("", image.strip().removeprefix("docker://")).rpartition("/")[2].lower()
    if name in _NAMES:
        return _NAMES[name]
    known = tool_name(name)
    return known or next((prefix for prefix in _PREFIXES if name.startswith(prefix)), "")


def deeds_in_image(image: str, words: tuple[str, ...]) -> list[Deed]:
    """What `docker run IMAGE words` does: the words may name a tool, else the image's own takes them."""
    if words and tool_name(words[0]):
        own = deeds_of(words)
        if own:
            return own
    tool = tool_of_image(image)
    return deeds_of((tool, *words)) if tool else []
