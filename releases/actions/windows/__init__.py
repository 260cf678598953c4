"""What metrics did before and after every deployment, whoever told of it."""

from __future__ import annotations

from releases.actions.windows.planning import due_deployments, effective_at, plan_looks
from releases.actions.windows.taking import take_windows

__all__ = ["due_deployments", "effective_at", "plan_looks", "take_windows"]
