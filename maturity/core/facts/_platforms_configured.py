"""Platforms that keep a file of their own in the repository."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.ci.atlantis import AtlantisConfig, Project
from maturity.core.ci.digger import DiggerConfig
from maturity.core.ci.env0 import Env0Flow
from maturity.core.ci.github_actions import GitHubWorkflow
from maturity.core.ci.spacelift import SpaceliftConfig
from maturity.core.ci.terrateam import TerrateamConfig
from maturity.core.facts._platform import Platform
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.atlantis_server import AtlantisServer
from maturity.core.readers.pulumi_deployments import PulumiDeployment
from maturity.core.readers.tfaction import TfactionRoot
from maturity.core.source import Source
from maturity.core.stacks._places import is_live


def configured(files: Files, here: RepositoryName) -> Iterator[Platform]:
    yield from _atlantis(files)
    yield from _atlantis_servers(files, here)
    yield from _digger(files)
    yield from _terrateam(files)
    yield from _tfaction(files)
    yield from _others(files)


def _atlantis(files: Files) -> Iterator[Platform]:
    for path, config in files.of(AtlantisConfig).items():
        on = [project for project in config.projects if project.autoplan]
        off = [project for project in config.projects if not project.autoplan]
        if on or config.discovers:
            yield _atlantis_of(path, on, everywhere=config.discovers and not config.projects)
        if off:
            yield Platform(
                name="atlantis",
                at=Source(path, off[0].line),
                plans_pull_requests=False,
                applies_after_merge=True,
                locks=True,
                note="autoplan is off: it plans only when somebody comments `atlantis plan`",
                directories=tuple(project.directory for project in off),
            )


def _atlantis_of(path: str, on: list[Project], *, everywhere: bool) -> Platform:
    requirements = sorted({name for project in on for name in project.requirements})
    return Platform(
        name="atlantis",
        at=Source(path, on[0].line if on else 1),
        plans_pull_requests=True,
        applies_after_merge=True,
        comments=not on or any(not project.silent for project in on),
        locks=not on or any(project.locks for project in on),
        policy=True if any(project.policy for project in on) else None,
        note=f"applies on `atlantis apply`, once {' and '.join(requirements)}"
        if requirements
        else "applies on `atlantis apply`",
        directories=() if everywhere else tuple(project.directory for project in on),
    )


def _atlantis_servers(files: Files, here: RepositoryName) -> Iterator[Platform]:
    """A server run from here may look after any repository; one whose settings name this repository does."""
    for path, server in files.of(AtlantisServer).items():
        if not is_live(path, files):
            continue
        named = [one for one in server.repositories if one.partition("/")[2].strip("*") and "$" not in one]
        mine = any(_names(one, here.name) for one in named)
        told = bool(here.name) and bool(named)
        if told and not mine:
            continue
        yield Platform(
            name="atlantis",
            at=Source(path, server.line),
            plans_pull_requests=True if mine else None,
            applies_after_merge=True if mine else None,
            comments=mine,
            locks=True,
            policy=True if server.policy else None,
            certain=mine,
            note=""
            if mine
            else "an Atlantis server runs from here; which repositories it serves is set up there",
        )


def _names(allowed: str, name: str) -> bool:
    """Whether an entry of the allow-list is about the repository: "github.com/owner/*", "host/owner/name"."""
    if not name or allowed.startswith(("/", "!")):
        return False
    owner_and_name = allowed.partition("/")[2].lower()
    if owner_and_name.endswith("*"):
        return bool(owner_and_name[:-1]) and name.lower().startswith(owner_and_name[:-1])
    return owner_and_name == name.lower()


def uses(files: Files, action: str) -> bool:
    """Whether any workflow of GitHub Actions uses an action of that name."""
    return any(
        step.uses.lower().startswith(action)
        for workflow in files.of(GitHubWorkflow).values()
        for job in workflow.jobs
        for step in job.steps
    )


def _digger(files: Files) -> Iterator[Platform]:
    for path, config in files.of(DiggerConfig).items():
        planned = [project for project in config.projects if project.plans]
        plans = bool(planned) or not config.projects
        merged = any(project.applies == "merge" for project in config.projects)
        connected = uses(files, "diggerhq/digger")
        yield Platform(
            name="digger",
            at=Source(path, config.projects[0].line if config.projects else 1),
            plans_pull_requests=plans,
            applies_after_merge=True,
            comments=plans,
            locks=config.locks,
            certain=connected,
            note="applies after the merge" if merged else "applies on `digger apply`, before the merge",
            directories=() if config.generates else tuple(project.directory for project in config.projects),
        )


_TERRATEAM = (".github/workflows/terrateam.yml", ".github/workflows/terrateam.yaml")


def _terrateam(files: Files) -> Iterator[Platform]:
    workflow = next((path for path in _TERRATEAM if files.has(path)), "")
    configs = files.of(TerrateamConfig)
    for path, config in configs.items():
        on = config.enabled
        drift = bool(config.drift) and on
        yield Platform(
            name="terrateam",
            at=Source(path, config.drift[0].line if config.drift else 1),
            plans_pull_requests=config.plans and on,
            applies_after_merge=on,
            comments=on,
            locks=True,
            drift_check=drift,
            reconciles=drift and any(one.reconciles for one in config.drift),
            certain=bool(workflow) or uses(files, "terrateamio/action"),
            note="applies after the merge" if config.applies_itself else "applies on `terrateam apply`",
        )
    if workflow and not configs:
        yield Platform(
            name="terrateam",
            at=Source(workflow),
            plans_pull_requests=True,
            applies_after_merge=True,
            comments=True,
            locks=True,
            drift_check=False,
            reconciles=False,
            note="no configuration file: its defaults",
        )


def _tfaction(files: Files) -> Iterator[Platform]:
    for path, root in files.of(TfactionRoot).items():
        connected = uses(files, "suzuki-shunsuke/tfaction")
        yield Platform(
            name="tfaction",
            at=Source(path, root.drift_line or 1),
            plans_pull_requests=True if connected else None,
            applies_after_merge=None,
            comments=connected,
            drift_check=None if root.drift_line else False,
            reconciles=False,
            policy=True if root.policy else None,
            certain=connected,
            directories=tuple(filter(None, root.directories)),
            note="what runs when is in the workflows that use its actions",
        )


def _others(files: Files) -> Iterator[Platform]:
    for path, config in files.of(SpaceliftConfig).items():
        yield Platform(
            name="spacelift",
            at=Source(path),
            locks=True,
            certain=False,
            directories=config.directories,
            note="which stacks follow this repository is set up in Spacelift",
        )
    for path in files.of(Env0Flow):
        if is_live(path, files):
            yield Platform(
                name="env0",
                at=Source(path),
                locks=True,
                certain=False,
                directories=tuple(filter(None, [folder(path)])),
                note="what starts a deployment is set up in env zero",
            )
    for path, deployment in files.of(PulumiDeployment).items():
        yield Platform(
            name="pulumi-deployments",
            at=Source(path, deployment.line),
            plans_pull_requests=deployment.previews,
            applies_after_merge=deployment.deploys,
            comments=deployment.previews,
            locks=True,
            directories=tuple(filter(None, [folder(path)])),
            note="as pushed with `pulumi deployment settings push`",
        )
    if files.has("riff-raff.yaml"):
        note = "whether it deploys the default branch is set up in Riff-Raff"
        yield Platform(name="riff-raff", at=Source("riff-raff.yaml"), certain=False, note=note)
