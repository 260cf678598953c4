"""New and changed flags begin with their safe value."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from releases.core.facts.flags import FlagChange, FlagChanges
from releases.core.gate import Outcome, World
from releases.core.gates.flags_safe import GATE

NOW = datetime(2026, 11, 23, tzinfo=UTC)
COMMIT = "c" * 40


def flag(key="FF_A", **fields):
    given = {"new": True, "type": "boolean", "gives": False, "off": False, "declared": True, "path": "a.ts",
             "line": 3}  # fmt: skip
    return FlagChange(key=key, **{**given, **fields})


def judged(*changes, params=None, **fields):
    given = {"settings": "/flags/", "commit": COMMIT, "read": True, "changes": changes}
    return GATE.run(World(FlagChanges(**{**given, **fields})), params or {}, NOW)


def test_flags_that_begin_switched_off_pass():
    found = judged(flag(), flag("FF_B", type="number", gives=3, off=3, new=False))
    assert (found.outcome, found.reason) == (
        Outcome.PASSED,
        "all 2 new or changed flags begin with their safe value",
    )
    assert (found.evidence[0].path, found.evidence[0].line, found.evidence[0].commit) == ("a.ts", 3, COMMIT)


def test_a_flag_that_begins_switched_on_fails():
    found = judged(flag(), flag("FF_B", gives=True))
    assert found.outcome == Outcome.FAILED
    assert found.reason == "1 of 2 new or changed flags do not begin with their safe value: FF_B"
    assert found.evidence[0].text == "FF_B: default true, safe value false"


def test_one_and_true_are_not_the_same_value():
    assert judged(flag(gives=1, off=True)).outcome == Outcome.FAILED


@pytest.mark.parametrize(
    ("params", "change", "why"),
    [
        ({}, {"declared": False}, "are declared in no file with their type"),
        ({"owner": True}, {"owner": ""}, "have no owner"),
        ({"expiry": True}, {"expires": ""}, "have no day on which they expire"),
    ],
)
def test_what_is_asked_for_besides_can_be_set(params, change, why):
    found = judged(flag(**change), params=params)
    assert (found.outcome, found.reason) == (Outcome.FAILED, f"1 of 1 new or changed flags {why}: FF_A")


def test_what_is_not_asked_for_is_not_held_against_it():
    assert judged(flag(declared=False), params={"typed": False}).outcome == Outcome.PASSED
    assert judged(flag(kind="kill_switch"), params={"expiry": True}).outcome == Outcome.PASSED


@pytest.mark.parametrize("change", [{"off": None}, {"gives": None}])
def test_a_value_that_nobody_knows_leaves_it_unknown(change):
    found = judged(flag(**change))
    assert found.outcome == Outcome.UNKNOWN
    assert "safe value is not known: FF_A" in found.reason
    assert "say on the application's flags" in found.answer


@pytest.mark.parametrize(
    "fields", [{"read": False, "error": "commit cccccc is not here"}, {"read": None}, {"broken": ("a.yaml",)}]
)
def test_code_that_cannot_be_read_leaves_it_unknown(fields):
    found = judged(**fields)
    assert found.outcome == Outcome.UNKNOWN
    assert found.answer


def test_nothing_known_at_all_leaves_it_unknown_too():
    assert GATE.run(World(), {}, NOW).outcome == Outcome.UNKNOWN


def test_a_release_without_flags_is_not_concerned():
    assert judged().outcome == Outcome.NOT_APPLICABLE


def test_settings_it_does_not_know_are_an_error():
    assert judged(flag(), params={"typd": True}).outcome == Outcome.ERROR
