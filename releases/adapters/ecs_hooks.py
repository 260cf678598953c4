"""Deployments of an ECS service that pause for an answer, and giving it: the only thing Rungs does in AWS.

A PAUSE hook keeps a deployment at a stage until somebody calls ContinueServiceDeployment
(docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.session import Access, client
from maturity.adapters.aws.words import telling

CONTINUE, ROLLBACK = "CONTINUE", "ROLLBACK"
AWAITING, PAUSE = "AWAITING_ACTION", "PAUSE"
RECENT = 20  # deployments: the newest come first


class Pause(Struct, frozen=True):
    """hook: its id; expires_at: when ECS goes on, or back, by itself."""

    hook: str
    expires_at: datetime | None


class ServiceDeployment(Struct, frozen=True, kw_only=True):
    """arn: its own; status: in ECS's words; images: digests of what it brings, "sha256:…", by container."""

    arn: str
    status: str
    started_at: datetime | None
    finished_at: datetime | None
    images: tuple[tuple[str, str, str], ...] = ()  # container, image, digest
    pauses: tuple[Pause, ...] = ()


def deployments_of(access: Access, region: str, cluster: str, service: str) -> list[ServiceDeployment]:
    """The newest, with what each brings and where it pauses. Raises AdapterError."""
    ecs = client(access, "ecs", region)
    with telling(f"listing deployments of {service}", "ecs:ListServiceDeployments"):
        listed = ecs.list_service_deployments(service=service, cluster=cluster, maxResults=RECENT)
    arns = [one["serviceDeploymentArn"] for one in listed.get("serviceDeployments", ())]
    if not arns:
        return []
    with telling(f"looking at deployments of {service}", "ecs:DescribeServiceDeployments"):
        told = ecs.describe_service_deployments(serviceDeploymentArns=arns)["serviceDeployments"]
    images = _images(ecs, service, told)
    return [_deployment(one, images) for one in told]


def proceed(access: Access, region: str, deployment: str, hook: str, action: str) -> None:
    """Go on, or back. ECS goes on when it is not told which, so it always is. Raises AdapterError."""
    if action not in (CONTINUE, ROLLBACK):
        raise ValueError(action)
    with telling(f"answering the deployment {deployment}", "ecs:ContinueServiceDeployment"):
        client(access, "ecs", region).continue_service_deployment(
            serviceDeploymentArn=deployment, hookId=hook, action=action
        )


def _images(ecs: Any, service: str, told: Iterable[dict[str, Any]]) -> dict[str, Any]:
    arns = list(dict.fromkeys(arn for one in told if (arn := _revision(one))))
    if not arns:
        return {}
    with telling(f"looking at the revisions of {service}", "ecs:DescribeServiceRevisions"):
        found = ecs.describe_service_revisions(serviceRevisionArns=arns)["serviceRevisions"]
    return {one["serviceRevisionArn"]: one.get("containerImages") or () for one in found}


def _revision(one: dict[str, Any]) -> str:
    return str((one.get("targetServiceRevision") or {}).get("arn") or "")


def _deployment(one: dict[str, Any], images: dict[str, Any]) -> ServiceDeployment:
    paused = [
        hook for hook in one.get("lifecycleHookDetails") or ()
        if hook.get("status") == AWAITING and hook.get("targetType", PAUSE) == PAUSE and hook.get("hookId")
    ]  # fmt: skip
    return ServiceDeployment(
        arn=one["serviceDeploymentArn"], status=str(one.get("status") or ""),
        started_at=one.get("startedAt") or one.get("createdAt"), finished_at=one.get("finishedAt"),
        images=tuple(
            (str(image.get("containerName") or ""), str(image.get("image") or ""),
             str(image.get("imageDigest") or ""))
            for image in images.get(_revision(one), ())
        ),
        pauses=tuple(Pause(str(hook["hookId"]), hook.get("expiresAt")) for hook in paused),
    )  # fmt: skip
