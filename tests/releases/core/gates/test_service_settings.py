"""Grace period, healthy percent and circuit breaker."""

from __future__ import annotations

from typing import Any

import pytest

from releases.core.gates import circuit_breaker, health_check_grace, healthy_percent
from tests.releases.core.gates.making import HOSTILE, ask, is_tidy
from tests.releases.core.gates.services import UNNAMED, live, says, seen

GRACE, HEALTHY, BREAKER = health_check_grace.GATE, healthy_percent.GATE, circuit_breaker.GATE
EVERY = pytest.mark.parametrize("gate", [GRACE, HEALTHY, BREAKER], ids=lambda gate: gate.key)


def of(gate: Any, params: dict[str, Any] | None = None, **settings: Any) -> Any:
    return ask(gate, seen(live(settings)), **(params or {}))


@EVERY
def test_without_a_service_that_is_named_it_is_not_known(gate: Any):
    for facts in ((), (UNNAMED,)):
        result = ask(gate, *facts)
        assert result.outcome == "unknown"
        assert "name it on the page of the application" in result.answer


@EVERY
def test_a_service_nobody_read_is_not_known_and_says_how_to_read_it(gate: Any):
    result = ask(gate, seen(None, connected=False))
    assert result.outcome == "unknown"
    assert "AWS was not read yet" in result.reason
    assert result.answer.startswith("choose an AWS connection for the service ai-shell")


@EVERY
def test_why_a_reading_failed_is_told_in_its_own_words(gate: Any):
    result = ask(gate, seen(None, error="reading the service: AccessDenied"))
    assert "AWS was not read: reading the service: AccessDenied" in result.reason


@EVERY
def test_a_variable_of_terraform_is_not_known_with_its_line(gate: Any):
    names = ("deployment_strategy", "health_check_grace_period", "minimum_healthy_percent")
    result = ask(gate, seen(None, written={name: says(None, "var.wanted") for name in names}))
    assert result.outcome == "unknown"
    assert "stacks/alb.tf:41 says var.wanted" in result.reason
    assert (result.evidence[0].path, result.evidence[0].line) == ("stacks/alb.tf", 41)


@EVERY
def test_hostile_words_of_a_file_make_one_line(gate: Any):
    strange = says(None, HOSTILE, path=HOSTILE)
    written = dict.fromkeys(["deployment_strategy", "health_check_grace_period", "maximum_percent"], strange)
    assert is_tidy(ask(gate, seen(None, name=HOSTILE, error=HOSTILE, written=written)))
    assert is_tidy(of(gate, deployment_controller=HOSTILE, deployment_strategy=HOSTILE, circuit_breaker=None))


@EVERY
def test_a_setting_of_the_gate_that_it_does_not_know_is_an_error(gate: Any):
    assert ask(gate, seen(live()), surprise=1).outcome == "error"


def test_a_grace_period_that_covers_the_checks_passes_with_the_numbers():
    result = of(GRACE)
    assert result.outcome == "passed"
    assert result.reason.startswith("the grace period is 60 s; a task is healthy after 30 s of checks")
    assert result.values == {"grace": 60, "needed": 30}


@pytest.mark.parametrize(
    ("grace", "checks", "start", "outcome"),
    [(60, 30, 30, "passed"), (60, 30, 31, "failed"), (0, 0, 0, "failed"), (29, 30, None, "failed"),
     (30, 30, None, "passed")],
)  # fmt: skip
def test_the_grace_period_is_held_against_checks_and_start(
    grace: int, checks: int, start: int | None, outcome: str
):
    given: dict[str, Any] = {"health_check_grace_period": grace, "health_check_seconds": checks}
    assert of(GRACE, {"start": start}, **given).outcome == outcome


def test_without_a_load_balancer_no_grace_is_needed():
    assert ask(GRACE, seen(live(balanced=False))).outcome == "not_applicable"


def test_what_is_live_wins_and_the_file_that_differs_is_told():
    written = {"health_check_grace_period": says(10, path="svc.tf", line=7)}
    result = ask(GRACE, seen(live(), written=written))
    assert result.outcome == "passed"
    assert result.reason.endswith("svc.tf:7 says health_check_grace_period 10, AWS has 60")
    assert result.evidence[0].path == "svc.tf"


def test_without_aws_the_numbers_of_the_file_count():
    written = {"health_check_grace_period": says(60), "health_check_seconds": says(30)}
    result = ask(GRACE, seen(None, written=written))
    assert (result.outcome, len(result.evidence)) == ("passed", 2)


@pytest.mark.parametrize(
    ("tasks", "lowest", "outcome"),
    [(1, 100, "passed"), (3, 100, "passed"), (3, 99, "failed"), (4, 50, "passed"), (4, 49, "failed"),
     (0, 100, "passed"), (10_000_000, 50, "passed")],
)  # fmt: skip
def test_few_tasks_all_stay_and_of_many_the_half(tasks: int, lowest: int, outcome: str):
    result = of(HEALTHY, desired_count=tasks, minimum_healthy_percent=lowest)
    assert (result.outcome, result.values["tasks"]) == (outcome, tasks)
    assert f"at least {lowest} % of {tasks:,} tasks" in result.reason


def test_a_minimum_that_meets_the_maximum_can_never_deploy():
    result = of(HEALTHY, minimum_healthy_percent=100, maximum_percent=100)
    assert result.outcome == "failed"
    assert "no deployment can begin" in result.reason


def test_two_fleets_need_no_room_between_minimum_and_maximum():
    given: dict[str, Any] = {
        "minimum_healthy_percent": 100,
        "maximum_percent": 100,
        "deployment_strategy": "BLUE_GREEN",
    }
    assert of(HEALTHY, **given).outcome == "passed"


def test_how_many_tasks_there_are_matters_only_below_the_larger_demand():
    assert of(HEALTHY, desired_count=None).outcome == "passed"
    result = of(HEALTHY, desired_count=None, minimum_healthy_percent=50)
    assert result.outcome == "unknown"
    assert result.reason.startswith("desired_count is not known")


def test_how_many_have_to_stay_is_a_setting():
    assert of(HEALTHY, {"least_small": 66}, minimum_healthy_percent=66).outcome == "passed"
    assert of(HEALTHY, {"least": 101}).outcome == "error"


@pytest.mark.parametrize(
    ("settings", "outcome", "reason"),
    [
        ({}, "passed", "the circuit breaker stops a deployment and rolls it back"),
        ({"circuit_breaker": False}, "failed", "neither the circuit breaker is on nor do alarms roll back"),
        ({"circuit_breaker_rollback": False}, "failed",
         "the circuit breaker stops a deployment and does not roll it back"),
        ({"circuit_breaker": False, "alarms_rollback": True}, "passed",
         "alarms stop a deployment and roll it back"),
        ({"deployment_strategy": "BLUE_GREEN"}, "failed",
         "the circuit breaker is for ROLLING only: BLUE_GREEN needs alarms that roll back"),
        ({"deployment_strategy": "CANARY", "alarms_rollback": True}, "passed",
         "alarms stop a deployment and roll it back"),
        ({"circuit_breaker": None}, "unknown", "circuit_breaker is not known"),
        ({"deployment_strategy": None}, "unknown", "deployment_strategy is not known"),
        ({"deployment_strategy": "LINEAR", "alarms_rollback": None}, "unknown",
         "alarms_rollback is not known"),
    ],
)  # fmt: skip
def test_something_rolls_a_failed_deployment_back(settings: Any, outcome: str, reason: str):
    result = of(BREAKER, **settings)
    assert (result.outcome, result.reason) == (outcome, reason)


@pytest.mark.parametrize("controller", ["CODE_DEPLOY", "EXTERNAL"])
def test_what_another_controller_does_is_not_known(controller: str):
    result = of(BREAKER, deployment_controller=controller)
    assert result.outcome == "unknown"
    assert result.reason.startswith(f"{controller} deploys it")
