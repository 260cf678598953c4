"""Stacks a controller in the cluster applies: there the merge itself is the apply."""

from __future__ import annotations

from maturity.core.criterion import Finding, met, not_met
from maturity.core.facts.reconcilers import Reconciler, Reconcilers
from maturity.core.facts.stack import CLUSTER_TOOLS, Stack


def of_stack(stack: Stack, reconcilers: Reconcilers) -> list[Reconciler]:
    """Those that apply the stack's folder; of a cluster's stack also those declared in it."""
    if stack.tool in CLUSTER_TOOLS:
        return list(reconcilers.of(stack.directory))
    return [one for one in reconcilers.found if covers(one.path, stack.directory)]


def covers(folder: str, directory: str) -> bool:
    return bool(folder) and (directory == folder or directory.startswith(f"{folder}/"))


def applied_by_controller(stack: Stack, reconcilers: Reconcilers) -> Finding | None:
    found = sorted(of_stack(stack, reconcilers), key=lambda one: not one.repairs)
    if not found:
        return None
    if working := [one for one in found if one.applies]:
        text = f"{working[0].controller} applies the default branch"
        return met(text, *(one.at for one in working))
    return not_met(
        f"{found[0].controller} does not apply by itself: {found[0].note or 'it is paused'}", found[0].at
    )
