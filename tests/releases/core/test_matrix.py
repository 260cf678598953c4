"""What could go to Prod: what Stage serves, has served for long enough, and nobody released yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from releases.core.matrix import Served, could_go, same

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def served(version: str, hours: float = 48, artifact: str = "") -> Served:
    return Served(version, artifact, NOW - timedelta(hours=hours))


@pytest.mark.parametrize(
    ("stage", "prod", "open_version", "wanted"),
    [
        (served("2"), served("1"), "", "2"),
        (served("2"), None, "", "2"),
        (served("2", hours=24), served("1"), "", "2"),
        (served("2", hours=23.9), served("1"), "", ""),
        (served("2"), served("1"), "2", ""),
        (served("2"), served("1"), "1.9", "2"),
        (served("1"), served("1"), "", ""),
        (None, served("1"), "", ""),
        (None, None, "", ""),
    ],
)
def test_a_version_could_go_when_it_is_new_and_has_run_long_enough(
    stage: Served | None, prod: Served | None, open_version: str, wanted: str
):
    assert could_go(stage, prod, open_version=open_version, hours=24, now=NOW) == wanted


def test_artifacts_say_more_than_names_of_versions():
    assert same(served("2.0.0", artifact="sha256:a"), served("2.0.0-rc1", artifact="sha256:a"))
    assert not same(served("latest", artifact="sha256:a"), served("latest", artifact="sha256:b"))
    assert same(served("1", artifact="sha256:a"), served("1"))
