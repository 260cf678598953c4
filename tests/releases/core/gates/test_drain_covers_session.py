from __future__ import annotations

from typing import Any

import pytest

from releases.core.gates.drain_covers_session import GATE
from tests.releases.core.gates.making import HOSTILE, ask, is_tidy
from tests.releases.core.gates.services import UNNAMED, live, says, seen


def of(p95: int | None = 400, params: dict[str, Any] | None = None, **settings: Any) -> Any:
    return ask(GATE, seen(live(settings), session_p95=p95), **(params or {}))


def test_draining_that_outlasts_the_sessions_passes_with_the_numbers():
    result = of(400)
    assert result.outcome == "passed"
    assert result.reason == (
        "deregistration_delay 300 s + stopTimeout 120 s are 420 s; 95 of 100 sessions end within 400 s"
    )
    assert result.values == {"budget": 420, "needed": 400}


def test_draining_that_cuts_sessions_off_fails_and_shows_the_line():
    written = {"deregistration_delay": says(120)}
    result = ask(GATE, seen(live({"deregistration_delay": 120}), session_p95=540, written=written))
    assert (result.outcome, result.evidence[0].path) == ("failed", "stacks/alb.tf")
    assert "are 240 s; 95 of 100 sessions end within 540 s" in result.reason


@pytest.mark.parametrize(("p95", "outcome"), [(420, "passed"), (421, "failed")])
def test_the_very_second_counts(p95: int, outcome: str):
    assert of(p95).outcome == outcome


@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "LINEAR", "CANARY"])
def test_of_two_fleets_the_bake_time_counts_too(strategy: str):
    result = of(1_000, deployment_strategy=strategy, bake_time=600)
    assert result.outcome == "passed"
    assert result.reason.startswith("bake time 600 s + deregistration_delay 300 s + stopTimeout 120 s")


def test_when_rolling_the_bake_time_counts_nothing():
    assert of(1_000, bake_time=600).outcome == "failed"


def test_a_stop_timeout_nobody_set_counts_as_nothing_and_is_told():
    result = of(300, stop_timeout=None)
    assert result.outcome == "passed"
    assert "stopTimeout is not set, and counts as nothing" in result.reason


def test_without_a_load_balancer_only_the_stop_timeout_is_left():
    result = ask(GATE, seen(live(balanced=False), session_p95=400))
    assert (result.outcome, result.values["budget"]) == ("failed", 120)


def test_sessions_longer_than_ecs_ever_waits_need_clients_that_come_back():
    assert "clients have to come back by themselves" in of(7_200).reason
    assert "come back" not in of(3_000).reason


def test_a_reserve_may_be_asked_for():
    assert of(400, {"reserve": 20}).outcome == "passed"
    assert of(400, {"reserve": 21}).outcome == "failed"


def test_an_application_without_long_connections_does_not_need_it():
    assert ask(GATE, seen(None, long_lived=False)).outcome == "not_applicable"


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"long_lived": None}, "say on the page of the application whether it holds connections open"),
        ({"session_p95": None}, "measure it, and write it down on the page of the application"),
    ],
)
def test_what_nobody_said_about_sessions_is_not_known(fields: Any, answer: str):
    result = ask(GATE, seen(live(), **fields))
    assert (result.outcome, result.answer) == ("unknown", answer)


@pytest.mark.parametrize("name", ["deregistration_delay", "deployment_strategy"])
def test_a_number_nobody_knows_is_not_known(name: str):
    result = of(**{name: None})
    assert result.outcome == "unknown"
    assert result.reason.startswith(f"{name} is not known")


def test_a_bake_time_nobody_knows_matters_for_two_fleets_only():
    assert of(bake_time=None).outcome == "passed"
    assert of(deployment_strategy="CANARY", bake_time=None).outcome == "unknown"


@pytest.mark.parametrize("facts", [(), (UNNAMED,)])
def test_without_a_service_it_is_not_known(facts: Any):
    assert ask(GATE, *facts).outcome == "unknown"


def test_hostile_values_make_one_line():
    strange = dict.fromkeys(["deregistration_delay", "stop_timeout"], says(HOSTILE, HOSTILE, path=HOSTILE))
    assert is_tidy(ask(GATE, seen(live(), name=HOSTILE, written=strange)))
    assert is_tidy(of(10**12, deregistration_delay=-(10**15)))
    assert of(deregistration_delay=HOSTILE, stop_timeout=True).outcome == "failed"
