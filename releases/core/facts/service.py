"""The ECS service that a release goes to: what AWS says of it, and what the code says it should be."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from releases.core.traffic import Hook, Revision, Rule

Scalar = bool | int | float | str
# Settings, as AWS and Terraform name them; times in seconds. Of several target groups the one that gives the
# least time counts; of several health checks the slowest.
Name = Literal[
    "desired_count", "deployment_controller", "deployment_strategy", "minimum_healthy_percent",
    "maximum_percent", "health_check_grace_period", "circuit_breaker", "circuit_breaker_rollback",
    "alarms_rollback", "bake_time", "deregistration_delay", "slow_start", "health_check_seconds",
    "idle_timeout", "stop_timeout", "stickiness", "canary_percent", "canary_bake_time", "step_percent",
    "step_bake_time", "pause_stages",
]  # fmt: skip
TWO_FLEETS = frozenset({"BLUE_GREEN", "LINEAR", "CANARY"})


class Line(Struct, frozen=True, omit_defaults=True):
    """What a file says. value: None when it is made of variables; text: as it is written there.

    repository  whose file it is, and `url` of that very line: "" for the release's own repository
    others      places that say something else: then nobody knows the value
    """

    path: str
    line: int
    value: Scalar | None = None
    text: str = ""
    repository: str = ""
    url: str = ""
    others: tuple[Line, ...] = ()

    @property
    def place(self) -> str:
        named = f"{self.path}:{self.line}"
        return f"{self.repository}: {named}" if self.repository else named

    @property
    def every(self) -> tuple[Line, ...]:
        return (self, *self.others)


class TargetGroup(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """interval, threshold: of its health check.

    measured    as CloudWatch names it: "targetgroup/shop/73e2d6bc24d8a067"
    foreign     of another service: rules share the traffic between it and this one
    targets     those that take requests; draining: those that finish what they have
    drains      of those, when each was first seen draining, by its address
    sticky      a client stays with the target that it had
    idle_since  when it was first seen without a share of the traffic
    requests    in `Live.minute`; None when nobody counted them
    """

    name: str
    measured: str = ""
    foreign: bool = False
    deregistration_delay: int | None = None
    slow_start: int | None = None
    interval: int | None = None
    threshold: int | None = None
    sticky: bool | None = None
    targets: int | None = None
    draining: int = 0
    drains: dict[str, datetime] = {}
    idle_since: datetime | None = None
    requests: int | None = None


class Container(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """served: it listens on a port."""

    name: str
    image: str = ""
    stop_timeout: int | None = None
    served: bool = False


class Kept(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How long an image can be pulled. until: None when nothing ends it, or when nobody can tell: `unknown`.

    by  which rule takes it then
    """

    until: datetime | None = None
    by: str = ""
    unknown: str = ""


class Image(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """exists: None when its registry was not asked, and `why` says so. kept: None when that was not asked."""

    image: str
    digest: str = ""
    exists: bool | None = None
    why: str = ""
    kept: Kept | None = None


class TaskDefinition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One that runs. name: "ai-shell:41"; status: "ACTIVE", "INACTIVE", "" when it was not told."""

    name: str
    status: str = ""
    containers: tuple[Container, ...] = ()
    images: tuple[Image, ...] = ()


class Alarm(Struct, frozen=True):
    """state: "OK", "ALARM", "INSUFFICIENT_DATA"; "" when CloudWatch knows no such alarm."""

    name: str
    state: str


class Watch(Struct, frozen=True):
    """An alarm on a metric of the service, or of what balances it. acts: it calls somebody or acts."""

    name: str
    state: str
    acts: bool = False


class Rollout(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The newest deployment: of ECS, or of CodeDeploy as its task sets tell.

    status     in ECS's words; of task sets "IN_PROGRESS" while there are two, else ""
    stage      of its lifecycle
    percent    of the traffic that ECS asked for on the new one
    revisions  the new one and those it replaces
    """

    id: str = ""
    status: str
    stage: str = ""
    percent: int | float | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    why: str = ""
    revisions: tuple[Revision, ...] = ()
    hooks: tuple[Hook, ...] = ()

    @property
    def new(self) -> Revision | None:
        return next((one for one in self.revisions if one.new), None)


class Backup(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of a database. kind: "snapshot" or "point in time"; at: what can be restored; None: there is none."""

    database: str
    kind: str = ""
    at: datetime | None = None


class Live(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What AWS told. `untold`: one sentence for each part that it did not.

    balanced   it is behind a load balancer
    balancers  as CloudWatch names them: "app/shop/50dc6c495c0c9188"
    running    the task definition that served first, while two run
    coming     the one that takes its place; None when nothing is on the way
    alarms     those that are wired to its deployments; None when they were not asked for
    watching   those that watch it, wired or not; watching_whole: there are no more
    rules      of listeners in front of it; None when they were not read
    minute     the last one that CloudWatch has numbers of; requests and connections are of it
    connections  open on its load balancers, to whichever target group: AWS does not tell them apart
    """

    status: str = ""
    settings: dict[Name, Scalar] = {}
    balanced: bool | None = None
    balancers: tuple[str, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    running: TaskDefinition | None = None
    coming: TaskDefinition | None = None
    rollout: Rollout | None = None
    alarms: tuple[Alarm, ...] | None = None
    watching: tuple[Watch, ...] | None = None
    watching_whole: bool = False
    backups: tuple[Backup, ...] | None = None
    rules: tuple[Rule, ...] | None = None
    minute: datetime | None = None
    connections: int | None = None
    untold: tuple[str, ...] = ()


class Setting(Struct, frozen=True, kw_only=True):
    """One value with where it comes from. What is live wins."""

    name: Name
    live: Scalar | None = None
    file: Line | None = None

    @property
    def value(self) -> Scalar | None:
        return self.live if self.live is not None else self.file.value if self.file else None

    @property
    def differs(self) -> bool:
        """The file says otherwise; what it makes of variables nobody can compare."""
        told = self.file.value if self.file else None
        return self.live is not None and told is not None and told != self.live

    @property
    def source(self) -> str:
        """ "live", the place in the code, or "" when nobody knows it."""
        if self.live is not None:
            return "live"
        return self.file.place if self.file else ""


class ServiceSeen(Struct, frozen=True, kw_only=True):
    """Of the environment the release goes to ("Prod"). name: "" when the application names none there.

    page              where its service is named
    acts              Rungs may answer its PAUSE hooks
    error             why AWS was not read lately
    written           what Terraform says at the release's commit, and where its stacks stand
    unread            one sentence for each repository of its stacks that could not be read
    long_lived        see Application, like session_p95
    artifact          of the version that serves there before the release; "" when nobody told
    """

    environment: str
    page: str
    name: str = ""
    connected: bool = False
    acts: bool = False
    live: Live | None = None
    read_at: datetime | None = None
    error: str = ""
    written: dict[Name, Line] = {}
    unread: tuple[str, ...] = ()
    commit: str = ""
    long_lived: bool | None = None
    session_p95: int | None = None
    artifact: str = ""

    def of(self, name: Name) -> Setting:
        live = self.live.settings.get(name) if self.live else None
        return Setting(name=name, live=live, file=self.written.get(name))

    def number(self, name: Name) -> int | None:
        """None for what is not known, and for what is no number."""
        value = self.of(name).value
        return value if isinstance(value, int) and not isinstance(value, bool) else None


def packed(live: Live) -> dict[str, Any]:
    """As rows hold it."""
    told: dict[str, Any] = msgspec.to_builtins(live)
    return told


def unpacked(told: Any) -> Live:
    """Raises msgspec.ValidationError."""
    return msgspec.convert(told, Live)
