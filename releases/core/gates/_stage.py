"""A version that was never deployed to Stage, as gates about Stage say it."""

from __future__ import annotations

from releases.core.facts.stage import StageDeployments
from releases.core.gate import Evidence, Result, failed, unknown
from releases.core.telling import line, short

HOW = "have CI tell Rungs of its deployments to Stage, or connect the host or ECS service that does them"


def never_there(found: StageDeployments | None) -> Result:
    """Nothing is known of Stage at all, or something is, and this is not among it."""
    if found is None or not found.deployments:
        return unknown("no deployment to Stage is known", HOW)
    newest, version = found.deployments[0], line(found.version)
    same = next((one for one in found.deployments if one.version == found.version), None)
    if same is not None and same.artifact and found.artifact and same.artifact != found.artifact:
        reason = (
            f"{version} was built anew: Stage has {short(same.artifact)}, the release {short(found.artifact)}"
        )
        return failed(reason, Evidence(f"{version} on Stage", url=same.url))
    if same is not None:
        reason = f"no deployment of {version} to Stage succeeded; the last one is {same.result}"
        return failed(reason, Evidence(f"{version} on Stage", url=same.url))
    reason = f"{version} is not among the last {len(found.deployments)} deployments to Stage"
    return failed(reason, Evidence(f"{line(newest.version)} came last", url=newest.url))
