from __future__ import annotations

from datetime import datetime, timedelta

from releases.actions.gathering.stage import MOST, gather
from releases.models import Release
from tests.releases.factories import make_application, make_deployment


def test_the_deployments_to_stage_are_told_newest_first(release: Release, now: datetime):
    make_deployment(release.application, "2.13.0", started_at=now - timedelta(days=3))
    make_deployment(release.application, url="https://ci.example/7")
    make_deployment(release.application, "2.12.0", environment="prod")
    make_deployment(make_application("other"), "9.9.9")
    found = gather(release, now)
    assert (found.environment, found.version, found.artifact) == ("Stage", "2.14.0", release.artifact)
    assert [one.version for one in found.deployments] == ["2.14.0", "2.13.0"]
    assert (found.deployments[0].url, found.deployments[0].result) == ("https://ci.example/7", "succeeded")


def test_of_a_long_history_the_newest_part_is_looked_at(release: Release, now: datetime):
    for n in range(MOST + 3):
        make_deployment(release.application, f"1.0.{n}", started_at=now - timedelta(hours=n))
    assert [one.version for one in gather(release, now).deployments][:: MOST - 1] == [
        "1.0.0",
        f"1.0.{MOST - 1}",
    ]
