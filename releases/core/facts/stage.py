"""What was deployed to Stage, where a version has to show itself first."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Deployed(Struct, frozen=True, kw_only=True):
    """result: "running", "succeeded", "failed" or "rolled_back". artifact: "" when nobody told."""

    version: str
    artifact: str
    result: str
    started_at: datetime
    finished_at: datetime | None = None
    url: str = ""


class StageDeployments(Struct, frozen=True, kw_only=True):
    """version, artifact: of the release. deployments: newest first, some hundred at most."""

    environment: str
    version: str
    artifact: str
    deployments: tuple[Deployed, ...] = ()
