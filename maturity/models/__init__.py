"""The rows of the maturity app, one module for each noun."""

from __future__ import annotations

from maturity.models.assessments import Assessment, Finding, Snapshot
from maturity.models.checks import DailyRollup, DriftCheck, Outcome, Source
from maturity.models.connections import ApiToken, Connection
from maturity.models.episodes import DriftEpisode, Ending, NoiseRule
from maturity.models.events import Event
from maturity.models.people import User
from maturity.models.plans import Plan, PlanContent, Purpose
from maturity.models.pulls import Delivery, PlanState, PlanStatus, PullRequest, PullState
from maturity.models.repositories import Host, Repository
from maturity.models.runs import Kind, Run, RunLog, State, Trigger
from maturity.models.schedules import Schedule
from maturity.models.stacks import Freshness, Mode, Stack
from maturity.models.states import StateLock, StateVersion

__all__ = [
    "ApiToken",
    "Assessment",
    "Connection",
    "DailyRollup",
    "Delivery",
    "DriftCheck",
    "DriftEpisode",
    "Ending",
    "Event",
    "Finding",
    "Freshness",
    "Host",
    "Kind",
    "Mode",
    "NoiseRule",
    "Outcome",
    "Plan",
    "PlanContent",
    "PlanState",
    "PlanStatus",
    "PullRequest",
    "PullState",
    "Purpose",
    "Repository",
    "Run",
    "RunLog",
    "Schedule",
    "Snapshot",
    "Source",
    "Stack",
    "State",
    "StateLock",
    "StateVersion",
    "Trigger",
    "User",
]
