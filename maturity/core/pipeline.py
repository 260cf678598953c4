"""What every CI system has in common: jobs that start on events and run steps.

A CI reader (`ci/<system>`) makes a `Workflow` out of one file. `Workflow`, `Job` and
`Step` know lines, never paths (see `reader`). Following one file into the next, and
deciding which steps can really run under which event, happens in `follow`, which yields
`Activity` objects: the only thing criteria see.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from maturity.core.source import Source


class Event(StrEnum):
    """What starts a job, in words every CI system shares."""

    PULL_REQUEST = "pull request"  # opened or updated, or in a merge queue: always before the merge
    BRANCH = "push to any branch"  # so also to the branch of an open change
    DEFAULT = "push to the default branch"  # after the merge
    TAG = "tag or release"
    SCHEDULE = "schedule"
    MANUAL = "by hand"
    COMMENT = "comment on a pull request"
    CALLED = "called by another workflow"


BEFORE_MERGE = frozenset({Event.PULL_REQUEST, Event.BRANCH})


class Shell(StrEnum):
    """How a script ends when one of its commands fails."""

    ERREXIT = "bash -e"  # stops at the first failing command; a pipe hides all but its last
    PIPEFAIL = "bash -eo pipefail"  # stops, pipes included
    LOOSE = "sh"  # goes on; only the last command counts
    OTHER = "other"  # PowerShell, Python, JavaScript: not read as shell


class Step(Struct, frozen=True, kw_only=True):
    """One step of a job, as written.

    run        shell text, first line at `run_line`; "" when the step uses something
    uses       what it uses: "./.github/actions/x", "owner/repo/sub@ref", "docker://image:tag",
               "template:steps/x.yml@repo", "orb:circleci/terraform/plan", "task:TerraformTaskV4@4",
               "image:hashicorp/terraform" (a container whose arguments are `run`)
    inputs     its inputs, as written (expressions kept)
    cwd        working directory as written, "" = the top of the repository
    condition  the system's own condition text, evaluated by `follow`; "" = none, or already
               folded into `events` by the reader
    events     the events under which the reader knows the step runs; None = all of the job's
    soft       why a failure of this step does not fail the build ("" = it does)
    """

    line: int
    name: str = ""
    id: str = ""
    run: str = ""
    run_line: int = 0
    shell: Shell = Shell.ERREXIT
    uses: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    cwd: str = ""
    condition: str = ""
    events: frozenset[Event] | None = None
    certain: bool = True
    soft: str = ""


class Job(Struct, frozen=True, kw_only=True):
    """One job. `uses` names a reusable workflow or template the whole job is delegated to.

    events       None = all of the workflow's
    gate         how a person must approve it first ("environment: prod", "when: manual"), or ""
    serial       the lock that keeps two runs apart ("concurrency: prod", "resource_group"), or ""
    cancels      a newer run cancels this one while it works
    matrix       axis -> literal values ("" and absent when computed at run time)
    """

    id: str
    line: int
    name: str = ""
    steps: tuple[Step, ...] = ()
    uses: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    condition: str = ""
    events: frozenset[Event] | None = None
    certain: bool = True
    soft: str = ""
    environment: str = ""
    gate: str = ""
    serial: str = ""
    cancels: bool = False
    matrix: dict[str, tuple[str, ...]] = field(default_factory=dict)
    permissions: dict[str, str] = field(default_factory=dict)
    image: str = ""


class Trigger(Struct, frozen=True, kw_only=True):
    """One way a workflow starts. `branches` and `paths` are the filters as written.

    note   what a person should know ("types: closed", "server-side schedule")
    """

    event: Event
    line: int
    branches: tuple[str, ...] = ()
    branches_ignore: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    paths_ignore: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    cron: str = ""
    note: str = ""
    certain: bool = True


class Workflow(Struct, frozen=True, kw_only=True):
    """One pipeline file. `includes` are files it merges in ("local:ci/x.yml", "project:…", "remote:…")."""

    system: str
    name: str = ""
    triggers: tuple[Trigger, ...] = ()
    jobs: tuple[Job, ...] = ()
    inputs: dict[str, str] = field(default_factory=dict)  # declared inputs -> default as text
    env: dict[str, str] = field(default_factory=dict)
    includes: tuple[str, ...] = ()
    serial: str = ""
    cancels: bool = False
    permissions: dict[str, str] = field(default_factory=dict)


class Act(StrEnum):
    """What a step does, in the words the criteria use."""

    PLAN = "plan"
    APPLY = "apply"
    DESTROY = "destroy"
    FMT = "format check"
    FMT_WRITE = "format (rewrites)"
    VALIDATE = "validate"
    LINT = "lint"
    SCAN = "security scan"
    POLICY = "policy check"  # of code or manifests
    PLAN_POLICY = "policy check of the plan"
    TEST = "infrastructure test"  # unit or contract: nothing is created
    INTEGRATION_TEST = "integration test"  # something real is created or asked
    PLAN_COMMENT = "plan shown on the pull request"
    DRIFT_CHECK = "drift check"  # a command whose only purpose is to detect drift
    RECONCILE = "reconcile"  # puts drift right
    NOTIFY = "notification"  # chat, pager, mail
    ISSUE = "issue opened"
    COST = "cost estimate"
    DOCS = "documentation"
    MUTATE = "imperative change"  # aws ec2 create-…, kubectl apply of loose files, boto3
    DEPLOY = "application deploy"  # not infrastructure
    INIT = "init"
    SHOW = "show"
    OTHER = "other"


class Context(Struct, frozen=True, kw_only=True):
    """The job an activity belongs to, as the criteria need it."""

    system: str
    workflow: str  # path
    job: str
    environment: str = ""
    gate: str = ""
    serial: str = ""
    cancels: bool = False
    oidc: bool = False
    crons: tuple[str, ...] = ()


class Activity(Struct, frozen=True, kw_only=True):
    """One thing the pipeline does, with everything that decides whether it counts.

    at         the line that does it; `via` the lines that lead there, outermost first
    events     the events that reach it
    certain    False when a condition on the way could not be decided: it may run
    soft       why its failure cannot fail the build, or ""
    directory  where it works, from the top of the repository; None when known only at run time
    flags      the options of the command, "-lock=false", "--detailed-exitcode", …
    words      the whole command, tool first (an action's name first when it is an action)
    exit_code  for plans: what happens to the exit code (see `core/exit_code.py`)
    """

    act: Act
    tool: str
    at: Source
    context: Context
    events: frozenset[Event]
    via: tuple[Source, ...] = ()
    certain: bool = True
    soft: str = ""
    directory: str | None = None
    flags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    exit_code: str = ""
    note: str = ""


class Delegated(Struct, frozen=True, kw_only=True):
    """A step that lies outside this repository: what it does is unknown, never "nothing".

    ref     what is used, as written
    might   the acts its name suggests; empty = anything
    """

    ref: str
    at: Source
    context: Context
    events: frozenset[Event]
    via: tuple[Source, ...] = ()
    might: frozenset[Act] = frozenset()
    inputs: dict[str, str] = field(default_factory=dict)
