"""What goes to Prod is the very thing that ran on Stage."""

from __future__ import annotations

from datetime import datetime

from releases.core.facts.stage import StageDeployments
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._stage import never_there
from releases.core.telling import line, short, since


def judge(world: World, params: Params, now: datetime) -> Result:
    found = world.get(StageDeployments)
    if found is None or not found.deployments:
        return never_there(found)
    if not found.artifact:
        return unknown(
            "the release names no artifact, so nothing tells whether Stage runs the same",
            "open the release with the digest of its image or package: sha256:…",
        )
    same = next((one for one in found.deployments if one.artifact == found.artifact), None)
    if same is None:
        return _other(found)
    link = Evidence(f"{line(same.version)} on {found.environment}", url=same.url)
    digest, version = short(found.artifact), line(same.version)
    if same.result == "succeeded":
        age = since(same.finished_at or same.started_at, now)
        return passed(f"{digest} was deployed to Stage as {version} {age} ago, and succeeded", link)
    if same.result == "running":
        reason = f"{digest} is being deployed to Stage as {version}, for {since(same.started_at, now)} so far"
        return unknown(reason, "wait until that deployment is over", link)
    return failed(f"the last deployment of {digest} to Stage as {version} {_ended(same.result)}", link)


def _ended(result: str) -> str:
    return "was rolled back" if result == "rolled_back" else "has failed"


def _other(found: StageDeployments) -> Result:
    """The same name, and other bytes or nobody knows which."""
    named = next((one for one in found.deployments if one.version == found.version), None)
    if named is not None and not named.artifact:
        reason = f"{line(found.version)} is on Stage, and nobody told the digest of what was deployed there"
        answer = "have CI send the artifact with its deployment to Stage"
        return unknown(reason, answer, Evidence(f"{line(found.version)} on Stage", url=named.url))
    return never_there(found)


GATE = Gate(
    key="stage_same_digest",
    title="The same artifact ran on Stage",
    about="What is built anew under the same version is something that nobody has tried.",
    needs=(StageDeployments,),
    judge=judge,
)
