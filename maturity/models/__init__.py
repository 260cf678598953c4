"""The rows of the maturity app, one module for each noun."""

from __future__ import annotations

from maturity.models.assessments import Assessment, Finding, Snapshot
from maturity.models.events import Event
from maturity.models.people import User
from maturity.models.repositories import Host, Repository
from maturity.models.runs import Run, State
from maturity.models.schedules import Schedule
from maturity.models.stacks import Stack

__all__ = [
    "Assessment",
    "Event",
    "Finding",
    "Host",
    "Repository",
    "Run",
    "Schedule",
    "Snapshot",
    "Stack",
    "State",
    "User",
]
