"""Rules that lie in the repository, and whether anything enforces them."""

from __future__ import annotations

from msgspec.structs import replace

from maturity.core.criteria._negative import count
from maturity.core.criterion import Finding, Outcome
from maturity.core.facts.policies import Policies, Policy

IN_CLUSTER = frozenset({"kyverno", "gatekeeper", "admission"})


def enforced_in_cluster(policies: Policies) -> list[Policy]:
    """Admission rules set to refuse: they work without any pipeline."""
    return [one for one in policies.files if one.language in IN_CLUSTER and one.enforced]


def written(found: Finding, policies: Policies) -> Finding:
    """The same "no", told that rules exist which nothing runs."""
    if found.outcome is not Outcome.NOT_MET or not policies.files or found.evidence:
        return found
    some = policies.files[0]
    rules = f"{count(len(policies.files), 'file')} of {some.language} rules, such as {some.at.path}"
    told = f"{rules}, and nothing runs them"
    return replace(found, looked_at=(told, *found.looked_at))
