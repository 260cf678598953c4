"""Runs `terraform plan`, `tofu plan` and `terragrunt plan`, and nothing that changes anything."""

from __future__ import annotations

from maturity.adapters.terraform.log import Log
from maturity.adapters.terraform.places import Place, place, sweep
from maturity.adapters.terraform.planning import Job, plan

__all__ = ["Job", "Log", "Place", "place", "plan", "sweep"]
