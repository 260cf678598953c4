from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.stage import Deployed, StageDeployments
from releases.core.gates.stage_soak import GATE
from tests.releases.core.gates.making import ARTIFACT, HOSTILE, ago, ask, is_tidy


def deployed(version: str, hours: float, result: str = "succeeded", **fields: Any) -> Deployed:
    """One that began so many hours ago and took a quarter of an hour."""
    given = {"artifact": ARTIFACT if version == "2.14.0" else "", "started_at": ago(hours=hours)}
    given["finished_at"] = ago(hours=hours - 0.25)
    return Deployed(
        **{"version": version, "result": result, "url": "https://ci.example/1", **given, **fields}
    )


def of(*newest_first: Deployed) -> StageDeployments:
    return StageDeployments(
        environment="Stage", version="2.14.0", artifact=ARTIFACT, deployments=newest_first
    )


def test_a_version_that_served_stage_long_enough_passes():
    result = ask(GATE, of(deployed("2.14.0", 30)))
    assert (result.outcome, result.values) == ("passed", {"hours": 29.8, "asked": 24})
    assert result.reason == "2.14.0 has served Stage for 29 h, and 24 h are asked for"
    assert result.evidence[0].url == "https://ci.example/1"


def test_one_that_did_not_yet_fails_with_the_time():
    result = ask(GATE, of(deployed("2.14.0", 5)))
    assert (result.outcome, result.values["hours"]) == ("failed", 4.8)


def test_the_time_ends_when_another_version_comes():
    result = ask(GATE, of(deployed("2.15.0", 60), deployed("2.14.0", 70)))
    assert result.outcome == "failed"
    assert result.reason.startswith("2.14.0 served Stage for 9 h, until 2.15.0 came")


def test_time_that_is_over_counts_unless_it_has_to_be_there_still():
    history = of(deployed("2.15.0", 1), deployed("2.14.0", 70))
    assert ask(GATE, history).outcome == "passed"
    assert ask(GATE, history, still=True).outcome == "failed"


def test_hours_with_a_break_are_not_added_up():
    history = of(deployed("2.14.0", 16), deployed("2.15.0", 20), deployed("2.14.0", 40))
    assert ask(GATE, history).values["hours"] == 19.8


def test_deploying_it_once_more_does_not_begin_anew():
    assert ask(GATE, of(deployed("2.14.0", 2), deployed("2.14.0", 30))).outcome == "passed"


def test_another_version_that_failed_changed_nothing():
    history = of(deployed("2.15.0", 20, "failed"), deployed("2.14.0", 30))
    assert ask(GATE, history).outcome == "passed"


def test_another_version_that_was_rolled_back_is_a_break():
    history = of(deployed("2.15.0", 20, "rolled_back"), deployed("2.14.0", 30))
    assert ask(GATE, history).values["hours"] == 19.8


def test_one_that_is_on_its_way_there_ends_it_too():
    history = of(deployed("2.15.0", 20, "running", finished_at=None), deployed("2.14.0", 30))
    assert ask(GATE, history).values["hours"] == 9.8


def test_a_version_that_was_rolled_back_itself_has_to_come_again():
    history = of(deployed("2.14.0", 20, "rolled_back"), deployed("2.14.0", 60))
    assert ask(GATE, history, still=True).outcome == "failed"


def test_what_was_built_anew_under_the_same_name_is_something_else():
    result = ask(GATE, of(deployed("2.14.0", 30, artifact="sha256:" + "b" * 64)))
    assert result.outcome == "failed"
    assert "was built anew" in result.reason


@pytest.mark.parametrize("result", ["failed", "running", "rolled_back"])
def test_a_deployment_that_never_succeeded_does_not_count(result: str):
    found = ask(GATE, of(deployed("2.14.0", 30, result)))
    assert found.reason == f"no deployment of 2.14.0 to Stage succeeded; the last one is {result}"


def test_a_version_that_was_never_there_fails():
    result = ask(GATE, of(deployed("2.13.9", 30)))
    assert result.outcome == "failed"
    assert result.reason == "2.14.0 is not among the last 1 deployments to Stage"


@pytest.mark.parametrize("facts", [(), (of(),)])
def test_without_any_deployment_it_is_not_known_and_says_who_could_tell(facts: Any):
    result = ask(GATE, *facts)
    assert result.outcome == "unknown"
    assert "CI" in result.answer


def test_a_deployment_from_the_future_has_not_served_yet():
    assert ask(GATE, of(deployed("2.14.0", -5))).values["hours"] == 0


def test_hostile_versions_make_one_line():
    history = (deployed("2.15.0", 1), deployed(HOSTILE, 3, artifact=""))
    found = StageDeployments(environment="Stage", version=HOSTILE, artifact=HOSTILE, deployments=history)
    assert is_tidy(ask(GATE, found))
