"""An ECS service for tests of gates, with defaults for what a test does not care about."""

from __future__ import annotations

from typing import Any

from releases.core.facts.service import Container, Image, Line, Live, ServiceSeen, TaskDefinition
from tests.releases.core.gates.making import ARTIFACT, COMMIT, ago

SETTINGS: dict[str, Any] = {
    "desired_count": 3, "deployment_controller": "ECS", "deployment_strategy": "ROLLING",
    "minimum_healthy_percent": 100, "maximum_percent": 200, "health_check_grace_period": 60,
    "health_check_seconds": 30, "circuit_breaker": True, "circuit_breaker_rollback": True,
    "alarms_rollback": False, "bake_time": 0, "deregistration_delay": 300, "stop_timeout": 120,
}  # fmt: skip
IMAGE = Image(image="1.dkr.ecr.eu-west-1.amazonaws.com/ai-shell:41", digest=ARTIFACT, exists=True)


def task(**fields: Any) -> TaskDefinition:
    given: dict[str, Any] = {"name": "ai-shell:41", "status": "ACTIVE", "images": (IMAGE,)}
    return TaskDefinition(**{**given, "containers": (Container(name="web"),), **fields})


def live(settings: dict[str, Any] | None = None, **fields: Any) -> Live:
    """A setting that is None is not told."""
    told: Any = {name: value for name, value in {**SETTINGS, **(settings or {})}.items() if value is not None}
    given: dict[str, Any] = {"status": "ACTIVE", "balanced": True, "running": task(), "alarms": ()}
    return Live(settings=told, **{**given, **fields})


def seen(live: Live | None, **fields: Any) -> ServiceSeen:
    given: dict[str, Any] = {
        "environment": "Prod", "page": "/applications/ai-shell/", "name": "ai-shell", "connected": True,
        "read_at": ago(minutes=4) if live else None, "commit": COMMIT, "long_lived": True,
        "session_p95": 400,
    }  # fmt: skip
    return ServiceSeen(live=live, **{**given, **fields})


def says(value: Any, text: str = "", path: str = "stacks/alb.tf", line: int = 41) -> Line:
    return Line(path, line, value, text or str(value))


UNNAMED = ServiceSeen(environment="Prod", page="/applications/ai-shell/")
