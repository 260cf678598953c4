from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.stage import Deployed, StageDeployments
from releases.core.gates.stage_same_digest import GATE
from tests.releases.core.gates.making import ARTIFACT, HOSTILE, ago, ask, is_tidy

REBUILT = "sha256:" + "b" * 64


def deployed(
    version: str = "2.14.0", artifact: str = ARTIFACT, result: str = "succeeded", **more: Any
) -> Deployed:
    given = {"started_at": ago(hours=30), "finished_at": ago(hours=29), "url": "https://ci.example/1"}
    return Deployed(version=version, artifact=artifact, result=result, **{**given, **more})


def of(*newest_first: Deployed, artifact: str = ARTIFACT) -> StageDeployments:
    return StageDeployments(
        environment="Stage", version="2.14.0", artifact=artifact, deployments=newest_first
    )


def test_the_same_artifact_that_succeeded_on_stage_passes():
    result = ask(GATE, of(deployed()))
    assert result.outcome == "passed"
    assert result.reason == "sha256:aaaaaaaaaaaa was deployed to Stage as 2.14.0 29 h ago, and succeeded"


def test_an_artifact_built_anew_with_the_same_version_fails():
    result = ask(GATE, of(deployed(artifact=REBUILT)))
    assert result.outcome == "failed"
    assert result.reason == (
        "2.14.0 was built anew: Stage has sha256:bbbbbbbbbbbb, the release sha256:aaaaaaaaaaaa"
    )


def test_the_same_bytes_under_another_name_are_the_same():
    assert ask(GATE, of(deployed("2.14.0-rc.1"))).outcome == "passed"


@pytest.mark.parametrize(
    ("result", "outcome"), [("failed", "failed"), ("rolled_back", "failed"), ("running", "unknown")]
)
def test_only_the_last_deployment_of_it_counts(result: str, outcome: str):
    found = ask(GATE, of(deployed(result=result, finished_at=None), deployed()))
    assert found.outcome == outcome


def test_a_deployment_whose_artifact_nobody_told_is_not_known():
    result = ask(GATE, of(deployed(artifact="")))
    assert result.outcome == "unknown"
    assert result.answer == "have CI send the artifact with its deployment to Stage"


def test_a_release_without_an_artifact_is_not_known():
    result = ask(GATE, of(deployed(), artifact=""))
    assert result.outcome == "unknown"
    assert "sha256:" in result.answer


def test_an_artifact_that_was_never_there_fails():
    assert ask(GATE, of(deployed("2.13.9", REBUILT))).outcome == "failed"


@pytest.mark.parametrize("facts", [(), (of(),)])
def test_without_any_deployment_it_is_not_known(facts: Any):
    assert ask(GATE, *facts).outcome == "unknown"


def test_hostile_versions_and_digests_make_one_line():
    found = StageDeployments(environment="Stage", version=HOSTILE, artifact=f"sha256:{HOSTILE}",
                             deployments=(deployed(HOSTILE, HOSTILE),))  # fmt: skip
    assert is_tidy(ask(GATE, found))
