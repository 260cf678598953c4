"""The rows of the maturity app, one module for each noun."""

from __future__ import annotations

from maturity.models.assessments import Assessment, Finding, Snapshot
from maturity.models.attempts import Attempts
from maturity.models.cached import Cached
from maturity.models.chain import Anchor, ChainHead, ChainLink
from maturity.models.checks import DailyRollup, DriftCheck, Outcome, Source
from maturity.models.connections import ApiToken, Connection
from maturity.models.episodes import DriftEpisode, Ending, NoiseRule
from maturity.models.events import Event
from maturity.models.imports import Import, ImportItem, ImportState
from maturity.models.invitations import Invitation, InvitationKind
from maturity.models.logins import HostLogin, LoginKind
from maturity.models.notifications import Channel, Digest, Notification, Route, Standing
from maturity.models.organisations import Organisation
from maturity.models.people import SavedFilter, User
from maturity.models.plans import Plan, PlanContent, Purpose
from maturity.models.pulls import Delivery, HostedCommit, PlanState, PlanStatus, PullRequest, PullState
from maturity.models.pulses import CLOCK, Pulse
from maturity.models.repositories import Host, Repository
from maturity.models.runs import Kind, Run, RunLog, State, Trigger
from maturity.models.schedules import Schedule
from maturity.models.stacks import Freshness, Mode, Stack
from maturity.models.states import StateLock, StateVersion
from maturity.models.teams import GroupGrant, Membership, Role, Team, Told

__all__ = [
    "CLOCK",
    "Anchor",
    "ApiToken",
    "Assessment",
    "Attempts",
    "Cached",
    "ChainHead",
    "ChainLink",
    "Channel",
    "Connection",
    "DailyRollup",
    "Delivery",
    "Digest",
    "DriftCheck",
    "DriftEpisode",
    "Ending",
    "Event",
    "Finding",
    "Freshness",
    "GroupGrant",
    "Host",
    "HostLogin",
    "HostedCommit",
    "Import",
    "ImportItem",
    "ImportState",
    "Invitation",
    "InvitationKind",
    "Kind",
    "LoginKind",
    "Membership",
    "Mode",
    "NoiseRule",
    "Notification",
    "Organisation",
    "Outcome",
    "Plan",
    "PlanContent",
    "PlanState",
    "PlanStatus",
    "PullRequest",
    "PullState",
    "Pulse",
    "Purpose",
    "Repository",
    "Role",
    "Route",
    "Run",
    "RunLog",
    "SavedFilter",
    "Schedule",
    "Snapshot",
    "Source",
    "Stack",
    "Standing",
    "State",
    "StateLock",
    "StateVersion",
    "Team",
    "Told",
    "Trigger",
    "User",
]
