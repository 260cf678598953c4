"""What one would go back to can still be started."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from releases.core.facts.service import Image, ServiceSeen, TaskDefinition
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.gates._service import not_live, read, service_in, untold
from releases.core.telling import few, line, short, shown


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """elsewhere: images of registries that Rungs cannot ask count as there (sidecars of vendors)."""

    elsewhere: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    service = service_in(world)
    if isinstance(service, Result):
        return service
    task = service.live.running if service.live else None
    if task is None or not task.status:
        return not_live(service, f"what runs in {service.environment}{untold(service)}")
    evidence = shown((*_links(task.images), *read(service, now)))
    if task.status != "ACTIVE":
        return failed(f"the task definition {line(task.name)} is {line(task.status)}", *evidence)
    gone = [one.image for one in task.images if one.exists is False]
    if gone:
        reason = f"{len(gone)} of {len(task.images)} images of {line(task.name)} are deleted: {few(gone)}"
        return failed(reason, *evidence, images=len(task.images), gone=len(gone))
    return _asked(service, task, params, evidence)


def _asked(
    service: ServiceSeen, task: TaskDefinition, params: Settings, evidence: Sequence[Evidence]
) -> Result:
    unasked = [one.image for one in task.images if one.exists is None]
    there = [one for one in task.images if one.exists]
    if not there or (unasked and not params.elsewhere):
        reason = f"whether the images of {line(task.name)} are still there is not known: {few(unasked)}"
        return unknown(reason, "let the connection read their registry, or set elsewhere", *evidence)
    digests = {one.digest for one in there if one.digest}
    if service.artifact and digests and service.artifact not in digests:
        reason = (
            f"no image of {line(task.name)} is {short(service.artifact)}, which was deployed: a tag was moved"
        )
        return failed(reason, *evidence)
    aside = f"; not asked: {few(unasked)}" if unasked else ""
    reason = f"{line(task.name)} is there with {len(there)} images{aside}"
    return passed(reason, *evidence, images=len(task.images))


def _links(images: Sequence[Image]) -> list[Evidence]:
    return [Evidence(f"{line(one.image)}: {_state(one)}") for one in images]


def _state(one: Image) -> str:
    if one.exists is None:
        return line(one.why or "not asked", 200)
    return short(one.digest) or "there" if one.exists else "deleted"


GATE = Gate(
    key="previous_version_exists",
    title="The version before is still there",
    about="An image that expired cannot be rolled back to.",
    needs=(ServiceSeen,),
    params=Settings,
    judge=judge,
)
