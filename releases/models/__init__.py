"""The rows of the releases app, one module for each noun."""

from __future__ import annotations

from releases.models.applications import Application, DestroyExemption, Service, Target
from releases.models.calls import Caller, GateCall, Standing
from releases.models.changes import Change
from releases.models.checks import CheckRun, Waiver
from releases.models.commits import ReleaseCommits
from releases.models.deployments import Deployment, Origin, Result
from releases.models.flags import (
    FeatureFlag,
    FlagKind,
    FlagReading,
    FlagSource,
    FlagState,
    FlagType,
    FlagUse,
    ReleaseFlags,
)
from releases.models.freezes import FreezeWindow
from releases.models.links import LinkKind, LinkLook
from releases.models.looks import DeploymentLook
from releases.models.metrics import (
    Direction,
    Metric,
    MetricKind,
    MetricPoint,
    MetricSample,
    MetricSource,
    MetricWindow,
)
from releases.models.overrides import Override, PostReview
from releases.models.plans import PlanDigest
from releases.models.readings import CodeReading
from releases.models.releases import Release
from releases.models.reports import Report
from releases.models.rollbacks import Rehearsal, Rollback, RollbackPlan
from releases.models.rollouts import Analysis, MetricVerdict, OnFail, RolloutPlan, RolloutStep
from releases.models.signoffs import Decision, GateTicket, SignOff, SignOffRequest
from releases.models.templates import ChecklistTemplate, ChecklistVersion

__all__ = [
    "Analysis",
    "Application",
    "Caller",
    "Change",
    "CheckRun",
    "ChecklistTemplate",
    "ChecklistVersion",
    "CodeReading",
    "Decision",
    "Deployment",
    "DeploymentLook",
    "DestroyExemption",
    "Direction",
    "FeatureFlag",
    "FlagKind",
    "FlagReading",
    "FlagSource",
    "FlagState",
    "FlagType",
    "FlagUse",
    "FreezeWindow",
    "GateCall",
    "GateTicket",
    "LinkKind",
    "LinkLook",
    "Metric",
    "MetricKind",
    "MetricPoint",
    "MetricSample",
    "MetricSource",
    "MetricVerdict",
    "MetricWindow",
    "OnFail",
    "Origin",
    "Override",
    "PlanDigest",
    "PostReview",
    "Rehearsal",
    "Release",
    "ReleaseCommits",
    "ReleaseFlags",
    "Report",
    "Result",
    "Rollback",
    "RollbackPlan",
    "RolloutPlan",
    "RolloutStep",
    "Service",
    "SignOff",
    "SignOffRequest",
    "Standing",
    "Target",
    "Waiver",
]
