from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.service import Alarm, Watch
from releases.core.gates.alarms_wired import GATE
from tests.releases.core.gates.making import HOSTILE, ago, ask, is_tidy
from tests.releases.core.gates.services import UNNAMED, live, seen

WIRED = (Alarm("errors", "OK"), Alarm("slow", "OK"))
CALLS, IDLE = Watch("cpu", "OK", acts=True), Watch("memory", "OK")


def of(params: dict[str, Any] | None = None, *, rolls: bool = False, **fields: Any) -> Any:
    given = {"alarms": (), "watching": (), "watching_whole": True, **fields}
    return ask(GATE, seen(live({"alarms_rollback": rolls}, **given)), **(params or {}))


def test_alarms_that_roll_a_deployment_back_pass():
    result = of(alarms=WIRED, rolls=True)
    assert result.reason == "a deployment is rolled back when one of 2 alarms goes off: errors, slow"
    assert (result.outcome, result.evidence[0].text) == ("passed", "errors: wired to deployments")


def test_alarms_that_call_somebody_pass_unless_the_list_wants_more():
    result = of(watching=(CALLS, IDLE))
    assert result.reason == "1 of 2 alarms that watch it call somebody or stop a deployment: cpu"
    assert (result.outcome, result.values["acting"]) == ("passed", 1)
    strict = of({"rollback": True}, watching=(CALLS, IDLE))
    assert (strict.outcome, strict.reason) == ("failed", "no alarm rolls a deployment of this service back")


def test_alarms_that_only_stop_a_deployment_are_heard():
    assert of(alarms=WIRED).outcome == "passed"
    assert of({"rollback": True}, alarms=WIRED).outcome == "failed"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"watching": (IDLE,)}, "1 alarms watch it, and none of them does anything: memory"),
        ({}, "no alarm watches this service"),
        ({"alarms": (Alarm("gone", ""),), "rolls": True}, "no alarm watches this service"),
    ],
)
def test_a_service_whose_alarms_nobody_hears_fails(fields: dict[str, Any], reason: str):
    result = of(**fields)
    assert (result.outcome, result.reason) == ("failed", reason)


@pytest.mark.parametrize(
    "fields", [{"watching": None, "alarms": None}, {"watching": None}, {"watching_whole": False}]
)
def test_what_was_not_told_is_not_known(fields: dict[str, Any]):
    result = of(**fields)
    assert (result.outcome, bool(result.answer)) == ("unknown", True)


def test_without_a_service_or_with_an_old_reading_nothing_is_known():
    assert ask(GATE, UNNAMED).outcome == "unknown"
    assert ask(GATE, seen(live(alarms=WIRED), read_at=ago(hours=25))).outcome == "unknown"


def test_names_of_others_stay_on_one_line():
    assert is_tidy(of(watching=(Watch(HOSTILE, "OK"),)))
