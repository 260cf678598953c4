"""One service, and all that its release depends on."""

from __future__ import annotations

from typing import Any

from maturity.adapters.aws.words import telling
from maturity.adapters.errors import AdapterError
from releases.adapters.ecs.alarms import watching, wired_alarms
from releases.adapters.ecs.backups import backups_of
from releases.adapters.ecs.balancing import Balanced, balanced
from releases.adapters.ecs.rollouts import rollout_of
from releases.adapters.ecs.running import task_definition
from releases.adapters.ecs.where import Where, number, part, percent, text
from releases.core.facts.service import Live, Name, Scalar, TaskDefinition
from releases.core.traffic import PAUSE, listed

MOST_STAGES = 100


def read_service(where: Where) -> Live:
    """What it is set to and what runs. Raises AdapterError when the service itself cannot be read.

    Of what hangs on it, a part that may not be read is left out, and `untold` says why.
    """
    service, untold = _service(where), list[str]()
    running, coming = _names(service)
    before = part(untold, lambda: task_definition(where, running), None) if running else None
    after = part(untold, lambda: task_definition(where, coming), None) if coming else None
    behind = part(untold, lambda: balanced(where, service, untold), Balanced())
    configured = _dict(service.get("deploymentConfiguration"))
    alarms = part(untold, lambda: wired_alarms(where, configured), None)
    watched = part(untold, lambda: watching(where, behind.arns), None)
    rollout = part(untold, lambda: rollout_of(where, service, untold), None)
    backups = part(untold, lambda: backups_of(where), None) if where.database else None
    return Live(
        status=text(service.get("status")),
        settings={**_settings(service, configured), **behind.settings, **_stopping(before)},
        balanced=_is_balanced(service), target_groups=behind.groups, balancers=behind.balancers,
        running=before, coming=after, rollout=rollout, alarms=alarms,
        watching=watched.alarms if watched else None, watching_whole=bool(watched and watched.whole),
        backups=backups, rules=behind.rules, minute=behind.counted.minute,
        connections=behind.counted.connections, untold=tuple(untold),
    )  # fmt: skip


def _service(where: Where) -> dict[str, Any]:
    named = f"{where.cluster}/{where.name}"
    with telling(f"reading the service {named}", "ecs:DescribeServices"):
        found = where.client("ecs").describe_services(cluster=where.cluster, services=[where.name])
    services = found.get("services") or ()
    if not services or services[0].get("status") == "INACTIVE":
        raise AdapterError(f"there is no service {named} in this account and region", permanent=True)
    return dict(services[0])


def _is_balanced(service: dict[str, Any]) -> bool:
    return any(one.get("loadBalancers") for one in (service, *_sets(service)))


def _settings(service: dict[str, Any], configured: dict[str, Any]) -> dict[Name, Scalar]:
    breaker, alarms = _dict(configured.get("deploymentCircuitBreaker")), _dict(configured.get("alarms"))
    canary, linear = (
        _dict(configured.get("canaryConfiguration")),
        _dict(configured.get("linearConfiguration")),
    )
    told: dict[Name, Scalar | None] = {
        "desired_count": number(service.get("desiredCount")),
        "deployment_controller": text(_dict(service.get("deploymentController")).get("type")) or "ECS",
        "deployment_strategy": text(configured.get("strategy")) or None,
        "minimum_healthy_percent": number(configured.get("minimumHealthyPercent")),
        "maximum_percent": number(configured.get("maximumPercent")),
        "health_check_grace_period": number(service.get("healthCheckGracePeriodSeconds")),
        "circuit_breaker": breaker.get("enable") is True if configured else None,
        "circuit_breaker_rollback": breaker.get("rollback") is True if configured else None,
        "alarms_rollback": _rolls(alarms) if configured else None,
        "bake_time": _minutes(configured, "bakeTimeInMinutes"),
        "canary_percent": percent(canary.get("canaryPercent")),
        "canary_bake_time": _minutes(canary, "canaryBakeTimeInMinutes"),
        "step_percent": percent(linear.get("stepPercent")),
        "step_bake_time": _minutes(linear, "stepBakeTimeInMinutes"),
        "pause_stages": _pauses(configured) if configured else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _minutes(told: dict[str, Any], name: str) -> int | None:
    """In seconds."""
    found = number(told.get(name), 100_000)
    return None if found is None else found * 60


def _pauses(configured: dict[str, Any]) -> str:
    hooks = [_dict(one) for one in configured.get("lifecycleHooks") or ()]
    stages = [
        stage for one in hooks if one.get("targetType") == PAUSE for stage in one.get("lifecycleStages") or ()
    ]
    return listed([text(one, 40) for one in stages[:MOST_STAGES]])


def _rolls(alarms: dict[str, Any]) -> bool:
    return alarms.get("enable") is True and alarms.get("rollback") is True and bool(alarms.get("alarmNames"))


def _names(service: dict[str, Any]) -> tuple[str, str]:
    """The task definition that served first, and the one that takes its place ("" for none)."""
    all_of = [one for one in service.get("deployments") or _sets(service) if isinstance(one, dict)]
    newest = next((one for one in all_of if one.get("status") == "PRIMARY"), {})
    new = text(newest.get("taskDefinition") or service.get("taskDefinition"))
    olds = [text(one.get("taskDefinition")) for one in all_of if one.get("status") in ("ACTIVE", "DRAINING")]
    old = next((one for one in olds if one and one != new), "")
    return (old, new) if old else (new, "")


def _stopping(before: TaskDefinition | None) -> dict[Name, Scalar]:
    """What the tasks that go now are given: those that serve."""
    containers = before.containers if before else ()
    serving = [one for one in containers if one.served] or containers
    times = [one.stop_timeout for one in serving]
    known = [one for one in times if one is not None]
    return {"stop_timeout": min(known)} if known and len(known) == len(times) else {}


def _sets(service: dict[str, Any]) -> list[dict[str, Any]]:
    """Of services that CodeDeploy or somebody else deploys."""
    return [one for one in service.get("taskSets") or () if isinstance(one, dict)]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
