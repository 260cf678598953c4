"""What Rungs asks of a host, right by right, and why: where pages, manifests and docs take it from."""

from __future__ import annotations

from maturity.core.permissions import github, gitlab
from maturity.core.permissions.asked import Permission, asked_for

__all__ = ["BY_HOST", "Permission", "asked_for"]

BY_HOST: dict[str, tuple[Permission, ...]] = {
    "github": github.PERMISSIONS,
    "gitlab": gitlab.PERMISSIONS,
}
