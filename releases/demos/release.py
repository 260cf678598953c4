"""An application of a sample, what its CI told of deployments, and the release that its last tag opened."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from maturity.adapters.git.writing import tags_of
from maturity.demos import Demo
from maturity.models import Repository
from releases.actions import flags, reading_code
from releases.actions.applications import Wanted, add_application
from releases.actions.checking import run_checks
from releases.actions.deployments import record
from releases.actions.hearing import hear_tag
from releases.core.heard import HeardTag, version_of
from releases.models import Application, Release
from releases.models.deployments import Origin

FOLDER = Path(__file__).resolve().parent
TELLER = "the CI of the sample"


def show(repository: Repository, name: str, now: datetime) -> str:
    """Taken as from a pipeline and a host, and answered by the gates: nobody accepted or signed anything."""
    path = FOLDER / f"{name}.toml"
    if not path.exists():
        return ""
    written, commits = tomllib.loads(path.read_text(encoding="utf-8")), tags_of(Path(repository.url))
    given = written["application"]
    wanted = Wanted(name=given["name"], team=repository.team, repository=repository, tags=given["tags"])
    application = add_application(None, wanted)
    for one in written["deployment"]:
        _deployed(application, one, commits, now)
    tag = given["opens"]
    opened = hear_tag(repository, HeardTag(tag=tag, commit=commits[tag], author=TELLER), Origin.API)
    return "; ".join(_checked(release, now) for release in opened)


def _deployed(application: Application, one: dict[str, Any], commits: dict[str, str], now: datetime) -> None:
    tag, at = one["tag"], now - timedelta(days=one["days_ago"])
    record(
        application, one["environment"], version_of(tag), commit=commits[tag], actor=TELLER,
        external_id=f"{tag} {one['environment']}", started_at=at, finished_at=at,
    )  # fmt: skip


def _checked(release: Release, now: datetime) -> str:
    """What workers do with a release that was opened."""
    reading_code.read_code(release, now)
    flags.look_at_release(release, now)
    run_checks(release, now)
    answered = release.checks.filter(current=True)
    unknown = answered.filter(outcome="unknown").count()
    return f"{release}: a release to look at; {answered.count()} checks ran, {unknown} of them unknown"


DEMO = Demo(show=show)
