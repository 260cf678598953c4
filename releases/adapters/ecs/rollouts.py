"""The deployment on its way: of ECS, or of CodeDeploy and others, who leave task sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from maturity.adapters.aws.words import telling
from releases.adapters.ecs.where import Where, name_of, number, part, percent, text
from releases.core.facts.service import Rollout
from releases.core.traffic import PAUSE, Hook, Revision

MOST = 20  # revisions, hooks and images of a deployment
TIMEOUT = 1_440  # minutes that a hook waits when it is not told how long (botocore's model of ECS)


def rollout_of(where: Where, service: dict[str, Any], untold: list[str]) -> Rollout | None:
    """The newest deployment; None when the service never had one that AWS remembers."""
    sets = [one for one in service.get("taskSets") or () if isinstance(one, dict)]
    if sets:
        return _of_sets(sets[:MOST])
    told = _newest(where)
    if told is None:
        return None
    olds = [one for one in told.get("sourceServiceRevisions") or () if isinstance(one, dict)][: MOST - 1]
    new = told.get("targetServiceRevision") or {}
    nothing: dict[str, dict[str, Any]] = {}
    known = part(untold, lambda: _revisions(where, [new, *olds]), nothing)
    started, finished = told.get("startedAt"), told.get("finishedAt")
    return Rollout(
        id=text(told.get("serviceDeploymentArn")).rpartition("/")[2],
        status=text(told.get("status"), 30), stage=text(told.get("lifecycleStage"), 40),
        percent=_weight(new), why=text(told.get("statusReason")),
        started_at=started if isinstance(started, datetime) else None,
        finished_at=finished if isinstance(finished, datetime) else None,
        revisions=(_revision(new, known, new=True), *(_revision(one, known) for one in olds)),
        hooks=_hooks(told),
    )  # fmt: skip


def _newest(where: Where) -> dict[str, Any] | None:
    ecs = where.client("ecs")
    with telling("listing the deployments of the service", "ecs:ListServiceDeployments"):
        told = ecs.list_service_deployments(cluster=where.cluster, service=where.name, maxResults=20)
    listed = [one for one in told.get("serviceDeployments") or () if one.get("serviceDeploymentArn")]
    if not listed:
        return None
    newest = max(listed, key=lambda one: str(one.get("createdAt") or ""))
    with telling("reading the deployment of the service", "ecs:DescribeServiceDeployments"):
        found = ecs.describe_service_deployments(serviceDeploymentArns=[newest["serviceDeploymentArn"]])
    return dict((found.get("serviceDeployments") or [newest])[0])


def _revisions(where: Where, told: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What each of them is made of and where its tasks stand, by its address."""
    arns = list(dict.fromkeys(arn for one in told if (arn := text(one.get("arn")))))
    if not arns:
        return {}
    with telling("reading the revisions of the service", "ecs:DescribeServiceRevisions"):
        found = where.client("ecs").describe_service_revisions(serviceRevisionArns=arns)
    return {text(one.get("serviceRevisionArn")): one for one in found.get("serviceRevisions") or ()}


def _revision(told: dict[str, Any], known: dict[str, dict[str, Any]], *, new: bool = False) -> Revision:
    more = known.get(text(told.get("arn")), {})
    resolved = (more.get("resolvedConfiguration") or {}).get("loadBalancers") or ()
    images = [text(one.get("imageDigest"), 100) for one in more.get("containerImages") or ()]
    return Revision(
        new=new, task=text(more.get("taskDefinition")).rpartition("/")[2], weight=_weight(told),
        requested=number(told.get("requestedTaskCount")), running=number(told.get("runningTaskCount")),
        groups=_names(resolved), images=tuple(filter(None, images))[:MOST],
    )  # fmt: skip


def _names(balancers: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    arns = (text(one.get("targetGroupArn"), 500) for one in balancers)
    return tuple(dict.fromkeys(name_of(arn) for arn in arns if arn))[:MOST]


def _weight(told: dict[str, Any]) -> int | float | None:
    return percent(told.get("requestedProductionTrafficWeight"))


def _hooks(told: dict[str, Any]) -> tuple[Hook, ...]:
    configured = (told.get("deploymentConfiguration") or {}).get("lifecycleHooks") or ()
    times = {
        number((one.get("timeoutConfiguration") or {}).get("timeoutInMinutes", TIMEOUT))
        for one in configured if one.get("targetType") == PAUSE
    }  # fmt: skip
    waits = times.pop() if len(times) == 1 else None  # which of several it is ECS does not tell
    found = [one for one in told.get("lifecycleHookDetails") or () if text(one.get("hookId"))]
    return tuple(_hook(one, waits) for one in found[:MOST])


def _hook(told: dict[str, Any], minutes: int | None) -> Hook:
    expires, kind = told.get("expiresAt"), text(told.get("targetType"), 20) or PAUSE
    at = expires if isinstance(expires, datetime) else None
    known = at is not None and minutes is not None and kind == PAUSE
    return Hook(
        id=text(told.get("hookId")), kind=kind, status=text(told.get("status"), 20), expires_at=at,
        then=text(told.get("timeoutAction"), 20),
        since=at - timedelta(minutes=minutes or 0) if known and at else None,
    )  # fmt: skip


def _of_sets(sets: Sequence[dict[str, Any]]) -> Rollout:
    """The newest takes over. Of one alone nobody tells how it came to be the only one."""
    ordered = sorted(sets, key=lambda one: str(one.get("createdAt") or ""), reverse=True)
    created = ordered[0].get("createdAt")
    return Rollout(
        id=text(ordered[0].get("id"), 100), status="IN_PROGRESS" if len(ordered) > 1 else "",
        started_at=created if isinstance(created, datetime) else None,
        revisions=tuple(_of_set(one, new=one is ordered[0]) for one in ordered),
    )  # fmt: skip


def _of_set(told: dict[str, Any], *, new: bool) -> Revision:
    return Revision(
        new=new, task=text(told.get("taskDefinition")).rpartition("/")[2],
        requested=number(told.get("computedDesiredCount")), running=number(told.get("runningCount")),
        groups=_names(told.get("loadBalancers") or ()),
    )  # fmt: skip
