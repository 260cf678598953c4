"""What one workflow file says: triggers, jobs and matrices as written."""

from __future__ import annotations

from msgspec import Struct, field

from maturity.core.pipeline import Job, Workflow


class On(Struct, frozen=True, kw_only=True):
    """One entry under `on`. `name` is GitHub's ("push", …); filters are as written, None = absent."""

    name: str
    line: int
    branches: tuple[str, ...] | None = None
    branches_ignore: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    tags_ignore: tuple[str, ...] | None = None
    paths: tuple[str, ...] | None = None
    paths_ignore: tuple[str, ...] | None = None
    types: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    cron: str = ""


class Matrix(Struct, frozen=True, kw_only=True):
    """`strategy.matrix`. A value is flat: {"env": "prod"}, or {"env.name": "prod", "env.dir": "x"}.

    axes      axis -> its literal values
    computed  axis, "include" or "exclude" -> the expression that makes it
    whole     the expression that makes all of it
    """

    axes: dict[str, tuple[dict[str, str], ...]] = field(default_factory=dict)
    include: tuple[dict[str, str], ...] = ()
    exclude: tuple[dict[str, str], ...] = ()
    computed: dict[str, str] = field(default_factory=dict)
    whole: str = ""


class GitHubJob(Job, frozen=True, kw_only=True):
    """`cancel` is `cancel-in-progress` as written; `spec` the matrix."""

    spec: Matrix | None = None
    cancel: str = ""


class GitHubWorkflow(Workflow, frozen=True, kw_only=True):
    """`types` are those of the declared inputs; `tested` the branch names its conditions speak of."""

    jobs: tuple[GitHubJob, ...] = ()
    on: tuple[On, ...] = ()
    types: dict[str, str] = field(default_factory=dict)
    tested: tuple[str, ...] = ()
    cancel: str = ""
