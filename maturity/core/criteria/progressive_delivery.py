from __future__ import annotations

from maturity.core.criteria._deploys import judge
from maturity.core.criterion import Effort, Finding, Fix, criterion
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.deployments import Deployments


def fix(context: RepositoryContext) -> Fix:
    return Fix(
        "Send a small share of the traffic to the new version first, and look before you go on.", "",
        'deployment_config_name = "CodeDeployDefault.ECSCanary10Percent5Minutes"\n',
    )  # fmt: skip


@criterion(
    level=0,
    effort=Effort.HIGH,
    aspect="Release safety",
    question="Does a new version meet a few users before it meets all of them?",
    why="A mistake that one percent of the users see is an incident of one percent.",
    fix=fix,
)
def progressive_delivery(deployments: Deployments) -> Finding:
    return judge(deployments, ("canary",), "no canary, weighted target or rollout steps are declared")
