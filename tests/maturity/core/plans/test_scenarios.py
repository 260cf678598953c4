"""Eighteen situations, planned by a real terraform: what it printed, and what is true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from maturity.core.plans import Finding, Reading, Role, read
from tests.maturity.core.plans.making import everything

FOLDER = Path(__file__).parents[3] / "fixtures" / "plans"
SCENARIOS: list[dict[str, Any]] = json.loads((FOLDER / "manifest.json").read_text())
STREAMS_CANNOT_TELL = "17 drift on ignored attr propagates"


def number(scenario: dict[str, Any]) -> str:
    return str(scenario["case"].split()[0].zfill(2))


def shown(case: str) -> Reading:
    scenario = next(one for one in SCENARIOS if number(one) == case)
    return read((FOLDER / f"{case}.plan.json").read_bytes(), exit_code=scenario["rc"])


def streamed(case: str) -> Reading:
    scenario = next(one for one in SCENARIOS if number(one) == case)
    return read((FOLDER / f"{case}.stream.jsonl").read_bytes(), exit_code=scenario["rc_json"])


def truth(found: Reading) -> str:
    if found.finding is None:
        return "error"
    return "drift" if found.finding in (Finding.DRIFTED, Finding.DRIFTED_AND_PENDING) else "clean"


def test_there_are_eighteen_of_them():
    assert len(SCENARIOS) == 18


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one["case"])
def test_a_plan_is_classified_as_what_it_is(scenario: dict[str, Any]):
    assert truth(shown(number(scenario))) == scenario["truth"]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one["case"])
def test_a_stream_is_classified_as_far_as_it_can_tell(scenario: dict[str, Any]):
    found = streamed(number(scenario))
    expected = "clean" if scenario["case"] == STREAMS_CANNOT_TELL else scenario["truth"]
    assert truth(found) == expected
    assert all(not change.differences for change in found.changes)
    assert any("no attribute values" in note for note in found.notes)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one["case"])
def test_no_secret_of_a_plan_is_kept(scenario: dict[str, Any]):
    raw = (FOLDER / f"{number(scenario)}.plan.json").read_text()
    assert "VAR-SECRET" in raw
    assert "VAR-SECRET" not in everything(shown(number(scenario)))
    assert "VAR-SECRET" not in everything(streamed(number(scenario)))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one["case"])
def test_stream_and_plan_agree_on_what_is_planned(scenario: dict[str, Any]):
    if scenario["truth"] != "error":
        plan, stream = shown(number(scenario)), streamed(number(scenario))
        unchanged = plan.resources - sum(change.action != "no-op" for change in plan.changes)
        assert stream.counts.no_op <= unchanged
        assert [
            getattr(plan.counts, name) for name in ("create", "update", "delete", "replace", "forget")
        ] == [getattr(stream.counts, name) for name in ("create", "update", "delete", "replace", "forget")]
        assert plan.drift == stream.drift
        assert plan.outputs == stream.outputs


def test_two_facts_on_two_resources_are_told_apart():
    assert {change.address: change.role for change in shown("03").changes} == {
        "localfile_json.db": Role.DRIFT,
        "localfile_json.web": Role.PENDING,
    }


def test_two_facts_on_one_resource_are_mixed():
    (change,) = shown("15").changes
    assert change.role is Role.MIXED
    assert shown("15").finding is Finding.DRIFTED_AND_PENDING


def test_an_ignored_drift_that_reaches_another_resource_alarms():
    assert {change.address: change.role for change in shown("17").changes} == {
        "localfile_json.ign": Role.INDIRECT,
        "terraform_data.d2": Role.PENDING,
    }


def test_a_failing_check_is_told_and_is_no_drift():
    assert shown("08").failed_checks == ("check.c: bad",)
    assert shown("08").finding is Finding.IN_SYNC
    assert streamed("08").failed_checks == ("check.c: bad",)


def test_a_failed_plan_says_why_in_the_words_of_terraform():
    assert streamed("10").error.startswith("localfile_json.web: unreadable file")
    assert shown("09").error == "localfile_json.bad: pre"


def test_the_version_and_the_tool_are_read_from_both_forms():
    for found in (shown("01"), streamed("01")):
        assert (found.tool, found.version, found.format_version) == ("terraform", "1.11.4", "1.2")
    assert shown("01").planned_at.startswith("2026-")


def test_both_forms_of_a_plan_are_of_the_same_stack():
    assert shown("00").sketch == streamed("00").sketch
