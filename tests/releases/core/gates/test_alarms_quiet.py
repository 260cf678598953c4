from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.service import Alarm
from releases.core.gates.alarms_quiet import GATE
from tests.releases.core.gates.making import HOSTILE, ago, ask, is_tidy
from tests.releases.core.gates.services import UNNAMED, live, seen


def of(*states: str, **fields: Any) -> Any:
    alarms = tuple(Alarm(f"alarm-{number}", state) for number, state in enumerate(states))
    return ask(GATE, seen(live(alarms=alarms), **fields))


def test_alarms_that_are_all_quiet_pass():
    result = of("OK", "OK")
    assert (result.outcome, result.reason) == ("passed", "2 of 2 alarms are quiet")
    assert result.evidence[0].text == "alarm-0: OK"


def test_one_alarm_that_fires_fails_by_name():
    result = of("OK", "ALARM", "INSUFFICIENT_DATA")
    assert (result.outcome, result.reason) == ("failed", "1 of 3 alarms fire: alarm-1")
    assert result.values == {"alarms": 3, "firing": 1, "silent": 1}


def test_an_alarm_without_enough_data_is_told():
    result = of("OK", "INSUFFICIENT_DATA")
    assert result.outcome == "passed"
    assert result.reason == "1 of 2 alarms are quiet; without enough data: alarm-1"


@pytest.mark.parametrize(
    ("states", "reason"),
    [
        (["INSUFFICIENT_DATA"], "none of its alarms has enough data: alarm-0"),
        (["OK", ""], "1 of 2 alarms are not there any more: alarm-1"),
        ([], "no alarm watches the deployments of this service"),
    ],
)
def test_alarms_that_say_nothing_are_not_known(states: list[str], reason: str):
    result = of(*states)
    assert (result.outcome, result.reason) == ("unknown", reason)


def test_what_was_said_long_ago_counts_no_more():
    assert of("OK", read_at=ago(minutes=30)).outcome == "passed"
    result = of("OK", read_at=ago(minutes=31))
    assert (result.outcome, result.answer) == ("unknown", "read it again")


def test_alarms_that_could_not_be_read_are_not_known_with_why():
    denied = live(alarms=None, untold=("reading alarms: AccessDenied",))
    result = ask(GATE, seen(denied))
    assert result.outcome == "unknown"
    assert "AccessDenied" in result.reason


@pytest.mark.parametrize("facts", [(), (UNNAMED,), (seen(None),)])
def test_without_a_reading_it_is_not_known(facts: Any):
    assert ask(GATE, *facts).outcome == "unknown"


def test_hundreds_of_hostile_alarms_make_one_line():
    for state in ("ALARM", "", "INSUFFICIENT_DATA", HOSTILE):
        alarms = tuple(Alarm(f"{HOSTILE}{number}", state) for number in range(300))
        assert is_tidy(ask(GATE, seen(live(alarms=alarms), name=HOSTILE)))
