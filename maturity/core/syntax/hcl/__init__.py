"""HCL2 (Terraform, OpenTofu, Terragrunt, Terramate, …) as blocks and attributes, values as written."""

from __future__ import annotations

from maturity.core.syntax.hcl._nodes import Attribute, Block, Body
from maturity.core.syntax.hcl._scan import parse
from maturity.core.syntax.hcl._values import heredoc, literal, string

__all__ = ["Attribute", "Block", "Body", "heredoc", "literal", "parse", "string"]
