"""The list every organisation begins with: what has to hold before a version goes from Stage to Prod.

An organisation, its teams and their applications say what they want otherwise; see `core.checklist.merged`.
Raise NUMBER with every change: releases keep the number they were opened with.
"""

from __future__ import annotations

from releases.core.checklist import APPROVAL_HOURS, Approval, Checklist, Item, Kind, Proof

NUMBER = 2
DAY, WEEK, QUARTER = 24, 7 * 24, 90 * 24  # hours
ATTESTED, MANUAL, ADVISES = Kind.ATTESTED, Kind.MANUAL, False

SOURCE = "Source"
_SOURCE = (
    Item(key="src.merged", section=SOURCE, gate="merged_reviewed",
         title="Merged on the protected branch by a reviewed pull request",
         about="Somebody other than its author has read what goes to Prod."),
    Item(key="src.single_purpose", section=SOURCE, gate="single_purpose", blocking=ADVISES,
         title="The change does one thing",
         about="A small change is understood, watched and rolled back as one."),
    Item(key="ci.green", section=SOURCE, gate="ci_green",
         title="CI is green on this commit",
         about="Tests that ran on another commit say nothing of this one."),
    Item(key="sec.secrets", section=SOURCE, kind=ATTESTED, proof=Proof.LINK, blocking=ADVISES,
         title="No new secret in plain text",
         about="What is committed once has to be rotated, also when it is taken out again."),
    Item(key="api.compat", section=SOURCE, gate="api_compatible",
         title="No API change that breaks who calls it",
         about="Old clients go on calling while both versions run."),
)  # fmt: skip

INFRASTRUCTURE = "Infrastructure"
_INFRASTRUCTURE = (
    Item(key="iac.fmt", section=INFRASTRUCTURE, gate="formatted_and_valid", params={"kinds": ["format"]},
         title="Terraform code is formatted",
         about="Changes of layout hide the change that matters."),
    Item(key="iac.validate", section=INFRASTRUCTURE, gate="formatted_and_valid",
         params={"kinds": ["validate"]},
         title="Terraform code is valid",
         about="What does not validate fails in the middle of an apply."),
    Item(key="iac.lint", section=INFRASTRUCTURE, gate="iac_lint", blocking=ADVISES,
         title="The linter has no findings above what is allowed",
         about="tflint knows values that a provider refuses only when it is asked to make them."),
    Item(key="iac.sec", section=INFRASTRUCTURE, gate="security_scan", blocking=ADVISES,
         title="The security scan has no findings above what is allowed",
         about="A bucket that is open to everybody is cheaper to find here."),
    Item(key="iac.plan_fresh", section=INFRASTRUCTURE, gate="plan_fresh", max_age=DAY,
         title="There is a fresh plan of this commit",
         about="A plan of yesterday's state says little about what an apply does today."),
    Item(key="iac.no_destroy", section=INFRASTRUCTURE, gate="no_destroy",
         title="The plan destroys nothing that holds data",
         about="A destroyed database does not come back with a rollback."),
    Item(key="iac.plan_applied", section=INFRASTRUCTURE, gate="plan_applied",
         title="The plan that is applied is the one that was reviewed",
         about="A plan made anew after the review may hold what nobody has read."),
    Item(key="iac.drift", section=INFRASTRUCTURE, gate="no_open_drift", max_age=WEEK,
         title="No drift on the stacks it touches",
         about="An apply would undo what somebody changed by hand, or fail on it."),
    Item(key="iac.lock", section=INFRASTRUCTURE, gate="no_foreign_lock",
         title="Nobody else holds the lock of a state it touches",
         about="Somebody is applying at this moment, or was interrupted while doing so."),
    Item(key="iac.level", section=INFRASTRUCTURE, gate="level_reached", blocking=ADVISES,
         title="The repository reached the level it should have",
         about="Below it, a release leans on what people remember to do."),
)  # fmt: skip

STAGE = "Stage"
_STAGE = (
    Item(key="stage.same_digest", section=STAGE, gate="stage_same_digest",
         title="The same artifact runs on Stage",
         about="What was built anew for Prod was never tried."),
    Item(key="stage.soak", section=STAGE, gate="stage_soak",
         title="It ran on Stage for long enough",
         about="Leaks and nightly jobs show after a day, not after a minute."),
    Item(key="stage.verdict", section=STAGE, kind=MANUAL, proof=Proof.LINK, role="engineer",
         title="The metrics of Stage are as good as before",
         about="A link to what was looked at lets others look again."),
)  # fmt: skip

BACK = "The way back"
_BACK = (
    Item(key="rb.plan", section=BACK, gate="rollback_accepted",
         title="A person accepted the rollback plan",
         about="At three in the morning nobody should have to think of the first step."),
    Item(key="rb.flag", section=BACK, gate="flags_safe", blocking=ADVISES,
         title="Every new path is behind a flag that is off by default",
         about="A flag is switched off in seconds, without a deployment."),
    Item(key="rb.prev", section=BACK, gate="previous_version_exists",
         title="The version before is still there",
         about="An image that expired cannot be rolled back to."),
    Item(key="rb.drill", section=BACK, gate="rehearsed", blocking=ADVISES, max_age=QUARTER,
         title="Rolling back was rehearsed on Stage in the last 90 days",
         about="A way back that nobody has gone is a hope."),
)  # fmt: skip

DATA = "Data"
_DATA = (
    Item(key="db.reversible", section=DATA, gate="migrations_reversible",
         title="Every new migration can be undone",
         about="One that cannot ends the way back for everything deployed with it."),
    Item(key="db.compatible", section=DATA, gate="migrations_compatible",
         title="The old code runs on the new schema",
         about="While it rolls, and after rolling back, the old code meets the new tables."),
    Item(key="db.backup", section=DATA, gate="backup_fresh", max_age=DAY,
         title="There is a fresh backup, and it is known how long restoring takes",
         about="Of data that a migration drops, only a backup is left."),
)  # fmt: skip

WATCHING = "Watching it"
_WATCHING = (
    Item(key="slo.bound", section=WATCHING, gate="slo_bound",
         title="At least one SLO is bound, and its metrics have data",
         about="Without them nobody can say whether the release is good."),
    Item(key="slo.budget", section=WATCHING, kind=MANUAL, proof=Proof.LINK, role="engineer", max_age=DAY,
         title="A quarter of the error budget is left, and it is not burning now",
         about="What is broken already is not the time to change more."),
    Item(key="slo.baseline", section=WATCHING, kind=MANUAL, proof=Proof.LINK, role="engineer", max_age=DAY,
         title="The metrics before the deployment are recorded",
         about="Better or worse can only be said against something."),
    Item(key="alarm.quiet", section=WATCHING, gate="alarms_quiet",
         title="No alarm is firing",
         about="Who deploys into an incident cannot tell the two apart."),
    Item(key="alarm.wired", section=WATCHING, gate="alarms_wired", blocking=ADVISES,
         title="Alarms watch the service, and one that goes off is heard",
         about="Machines notice before people do, if somebody told them whom to call."),
)  # fmt: skip

SERVICE = "Service"
_SERVICE = (
    Item(key="ecs.health", section=SERVICE, gate="health_check_grace",
         title="Health checks wait until the service has started",
         about="Otherwise tasks are killed while they start, again and again."),
    Item(key="ecs.healthy_percent", section=SERVICE, gate="healthy_percent",
         title="Enough tasks stay healthy while it rolls",
         about="Half of two tasks is one: the other half of the traffic has nowhere to go."),
    Item(key="ecs.circuit_breaker", section=SERVICE, gate="circuit_breaker",
         title="A deployment that fails is rolled back by itself",
         about="Without the circuit breaker ECS tries for hours."),
    Item(key="ecs.drain", section=SERVICE, gate="drain_covers_session",
         title="Draining takes longer than 95 of 100 sessions",
         about="A connection that is cut in the middle is an outage for whoever held it."),
    Item(key="ecs.ws_reconnect", section=SERVICE, kind=MANUAL, role="engineer", blocking=ADVISES,
         title="Clients connect again with growing pauses",
         about="When the old tasks end, all of their clients come at once."),
    Item(key="cap.headroom", section=SERVICE, kind=MANUAL, role="engineer", blocking=ADVISES,
         title="There is capacity for both versions at once",
         about="While it rolls, up to twice the tasks run: quotas and subnets have to hold them."),
)  # fmt: skip

ROLLOUT = "Rollout"
_ROLLOUT = (
    Item(key="roll.steps", section=ROLLOUT, kind=MANUAL, proof=Proof.TEXT, role="engineer",
         title="It goes in steps of 1, 10, 50 and 100 percent or smaller ones, each long enough to see harm",
         about="At ten requests a second, one percent runs for an hour until three times the errors show."),
    Item(key="win.freeze", section=ROLLOUT, gate="not_frozen", waivable="admin",
         title="It is outside of every freeze window",
         about="Somebody decided that nothing changes at this time."),
    Item(key="win.post_review", section=ROLLOUT, gate="post_review_done",
         title="The last emergency release was reviewed",
         about="What went around the checklist is looked at before the next one goes."),
    Item(key="ops.owner", section=ROLLOUT, kind=MANUAL, proof=Proof.TEXT, role="engineer", max_age=3 * DAY,
         title="Somebody is on call while it rolls, and says in which channel",
         about="Everybody knows whom to call and where to read along."),
    Item(key="ops.runbook", section=ROLLOUT, gate="links_open", blocking=ADVISES,
         title="The runbook and the dashboard open",
         about="A dead link is found now rather than during the incident."),
    Item(key="comms.notice", section=ROLLOUT, kind=MANUAL, role="engineer", blocking=ADVISES,
         title="Users and support know, if they will notice",
         about="Questions that were answered before are not asked."),
)  # fmt: skip

AFTER = "After it"
_AFTER = (
    Item(key="post.5min", section=AFTER, kind=MANUAL, proof=Proof.LINK, role="engineer", blocking=ADVISES,
         title="5 minutes after: errors were counted",
         about="What breaks at once shows in counts, long before rates settle."),
    Item(key="post.60min", section=AFTER, kind=MANUAL, proof=Proof.LINK, role="engineer", blocking=ADVISES,
         title="60 minutes after: the metrics were compared with those before",
         about="An hour of data is the least that tells a change from noise."),
    Item(key="post.24h", section=AFTER, kind=MANUAL, proof=Proof.LINK, role="engineer", blocking=ADVISES,
         title="24 hours after: the error budget it spent is known",
         about="Slow harm is seen over a whole day."),
    Item(key="post.cleanup", section=AFTER, kind=MANUAL, role="engineer", blocking=ADVISES,
         title="Flags have a day of removal, and the old version is gone",
         about="What is left behind is what the next release trips over."),
)  # fmt: skip

DEFAULT = Checklist(
    items=(
        *_SOURCE, *_INFRASTRUCTURE, *_STAGE, *_BACK, *_DATA, *_WATCHING, *_SERVICE, *_ROLLOUT, *_AFTER,
    ),
    approvals=(Approval(role="approver", least=1),),
    approval_hours=APPROVAL_HOURS,
)  # fmt: skip
