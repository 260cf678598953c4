from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core import sarif
from releases.core.sarif import Unreadable, read
from tests.releases.core.gates.making import HOSTILE


def result(rule: str = "CKV_1", level: str | None = "error", **more: Any) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": "live/prod/main.tf"}, "region": {"startLine": 12}}
    found = {
        "ruleId": rule,
        "message": {"text": "open to everybody"},
        "locations": [{"physicalLocation": place}],
    }
    return {**found, **({"level": level} if level else {}), **more}


def rule(name: str, level: str | None = None, severity: Any = None) -> dict[str, Any]:
    configured = {"defaultConfiguration": {"level": level}} if level else {}
    return {"id": name, **configured, **({"properties": {"security-severity": severity}} if severity else {})}


def run(*results: Any, rules: Any = (), name: str = "checkov", **more: Any) -> dict[str, Any]:
    driver = {"name": name, "version": "3.2.1", "rules": list(rules)}
    return {"tool": {"driver": driver}, "results": list(results), **more}


def log(*runs: Any) -> bytes:
    return msgspec.json.encode({"version": "2.1.0", "runs": list(runs)})


def test_findings_are_counted_by_level_and_the_worst_are_kept_first():
    found = read(log(run(result(level="note"), result("CKV_2", "warning"), result("CKV_3"))))
    assert (found.errors, found.warnings, found.notes, found.tool, found.version) == (
        1,
        1,
        1,
        "checkov",
        "3.2.1",
    )
    assert [one.rule for one in found.findings] == ["CKV_3", "CKV_2", "CKV_1"]
    worst = found.findings[0]
    assert (worst.path, worst.line, worst.text) == ("live/prod/main.tf", 12, "open to everybody")


def test_a_result_without_a_level_has_that_of_its_rule_or_is_a_warning():
    rules = [rule("A", "error"), rule("B")]
    found = read(log(run(result("A", None), result("B", None), result("C", None), rules=rules)))
    assert (found.errors, found.warnings) == (1, 2)


def test_a_rule_is_found_by_its_index_its_part_and_in_an_extension():
    by_index = {"ruleIndex": 0, "message": {"text": "x"}}
    extension = {"tool": {"driver": {"name": "codeql"}, "extensions": [{"rules": [rule("E", "error")]}]}}
    found = read(log(run(by_index, result("A/1", None), rules=[rule("A", "error")]),
                     {**extension, "results": [result("E", None)]}))  # fmt: skip
    assert found.errors == 3


@pytest.mark.parametrize(
    "aside",
    [
        {"suppressions": [{"kind": "inSource"}]}, {"suppressions": [{"status": "accepted"}]},
        {"kind": "pass"}, {"kind": "notApplicable"}, {"baselineState": "absent"}, {"level": "none"},
    ],
)  # fmt: skip
def test_what_is_set_aside_or_no_finding_is_not_counted(aside: Any):
    found = read(log(run({**result(), **aside})))
    assert (found.errors, found.findings) == (0, ())
    assert found.suppressed == int("suppressions" in aside)


@pytest.mark.parametrize("status", ["underReview", "rejected"])
def test_a_finding_that_nobody_has_set_aside_yet_counts(status: str):
    assert read(log(run(result(suppressions=[{"status": status}])))).errors == 1


@pytest.mark.parametrize(
    ("severity", "counts"), [("9.8", (1, 0)), ("7.0", (0, 1)), ("5", (0, 0)), ("?", (0, 0))]
)
def test_scanners_say_how_severe_a_finding_is_by_its_rule(severity: str, counts: tuple[int, int]):
    found = read(log(run(result("A", "warning"), rules=[rule("A", severity=severity)])))
    assert (found.critical, found.high) == counts
    assert found.warnings == 1


def test_several_runs_are_one_report():
    found = read(log(run(result(), name="tflint"), run(result(), name="checkov")))
    assert (found.tool, found.version, found.errors) == ("tflint, checkov", "", 2)


@pytest.mark.parametrize("broken", [{"invocations": [{"executionSuccessful": False}]}, {"results": None}])
def test_a_tool_that_did_not_come_to_its_end_is_not_complete(broken: Any):
    assert read(log({**run(), **broken})).complete is False


def test_a_log_without_any_run_is_not_complete():
    assert read(log()).complete is False


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no SARIF"), (b"[]", "no SARIF"), (b"<xml/>", "no SARIF"), (b'{"runs": 3}', "no SARIF"),
        (b'{"version": "1.0.0", "runs": []}', "version 2"), (b'{"version": "2.1.0"}', "version 2"),
        (b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b" " * (sarif.MAX_BYTES + 1), "larger than 16 MB"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_in_one_sentence(data: bytes, said: str):
    with pytest.raises(Unreadable, match=said) as refused:
        read(data)
    assert str(refused.value).isprintable()


def test_more_runs_than_a_report_has_are_refused():
    with pytest.raises(Unreadable, match="more than 50 runs"):
        read(log(*[run()] * 51))


def test_hostile_texts_are_cut_to_what_a_page_shows():
    found = read(log(run(result(HOSTILE, message={"text": HOSTILE}), name=HOSTILE)))
    one = found.findings[0]
    assert all(text.isprintable() for text in (found.tool, one.rule, one.text))
    assert max(map(len, (found.tool, one.rule, one.text))) <= 300


def test_of_very_many_findings_all_are_counted_and_a_few_are_kept():
    found = read(log(run(*[result("A", "note")] * 30_000, result("B", "error"))))
    assert (found.errors, found.notes, len(found.findings)) == (1, 30_000, sarif.KEPT)
    assert found.findings[0].rule == "B"


def test_a_mark_of_byte_order_does_no_harm():
    assert read(b"\xef\xbb\xbf" + log(run(result()))).errors == 1


KEYS = st.sampled_from(["runs", "results", "tool", "driver", "level", "x"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


@given(ANYTHING)
def test_whatever_is_sent_is_read_or_refused(odd: Any):
    with suppress(Unreadable):
        found = read(msgspec.json.encode({"version": "2.1.0", "runs": odd}))
        assert found.errors >= 0
