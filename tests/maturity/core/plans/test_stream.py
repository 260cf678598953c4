"""`plan -json`: one message a line, between whatever else was printed."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from maturity.core.plans import Finding, Reading, Role, Unreadable, read
from tests.maturity.core.plans.making import only

VERSION = {"terraform": "1.11.4", "ui": "1.2"}
DONE = {"changes": {"add": 0, "change": 0, "remove": 0, "operation": "plan"}}


def message(kind: str, **more: Any) -> bytes:
    module = "tofu.ui" if "tofu" in more else "terraform.ui"
    return msgspec.json.encode({"@level": "info", "@message": "…", "@module": module, "type": kind, **more})


def about(kind: str, address: str, action: str, **more: Any) -> bytes:
    resource = {"addr": address, "module": "", "resource_type": address.split(".")[0]}
    return message(kind, change={"resource": resource, "action": action, **more})


def planned(address: str, action: str, **more: Any) -> bytes:
    return about("planned_change", address, action, **more)


def drifted(address: str, action: str = "update") -> bytes:
    return about("resource_drift", address, action)


def stream(*messages: bytes, exit_code: int | None = None) -> Reading:
    lines = [message("version", **VERSION), *messages, message("change_summary", **DONE)]
    return read(b"\n".join(lines), exit_code=exit_code)


def test_drift_and_a_plan_on_one_resource_are_drift():
    found = stream(drifted("aws_instance.a"), planned("aws_instance.a", "update"))
    assert (only(found).role, found.finding) == (Role.DRIFT, Finding.DRIFTED)


def test_drift_that_nothing_is_planned_for_is_observed():
    found = stream(drifted("aws_instance.a"), planned("aws_instance.b", "update"))
    assert (found.observed, found.drifted, found.finding) == (1, 0, Finding.PENDING)


def test_every_action_of_a_stream_is_counted():
    actions = ("create", "update", "delete", "replace", "read", "remove", "forget", "import", "move", "noop")
    counts = stream(
        *(planned(f"t.{name}", name, **_more(name)) for name in actions),
        message("refresh_complete", hook={"resource": {"addr": "t.same"}}),
    ).counts
    assert (counts.create, counts.update, counts.delete, counts.replace, counts.read) == (1, 1, 1, 1, 1)
    assert (counts.forget, counts.importing, counts.move) == (2, 1, 1)
    assert counts.no_op == 4


def _more(action: str) -> dict[str, Any]:
    return {"previous_resource": {"addr": "t.before"}} if action == "move" else {}


@pytest.mark.parametrize("exit_code", [None, 0, 2])
def test_a_stream_without_its_summary_was_interrupted(exit_code: int | None):
    lines = [message("version", **VERSION), planned("aws_instance.a", "update")]
    found = read(b"\n".join(lines), exit_code=exit_code)
    assert (found.finding, found.errored, found.error) == (None, True, "the plan could not be finished")


def test_a_summary_is_not_trusted_beside_an_error():
    problem = {"severity": "error", "summary": "unreadable file", "detail": "x", "address": "aws_instance.a"}
    found = stream(message("diagnostic", diagnostic=problem))
    assert (found.finding, found.error) == (None, "aws_instance.a: unreadable file: x")


def test_a_warning_is_kept_and_changes_nothing():
    found = stream(message("diagnostic", diagnostic={"severity": "warning", "summary": "deprecated"}))
    assert (found.finding, found.diagnostics[0].summary) == (Finding.IN_SYNC, "deprecated")


def test_the_first_error_is_told_after_any_number_of_warnings():
    warning = message("diagnostic", diagnostic={"severity": "warning", "summary": "deprecated"})
    error = message("diagnostic", diagnostic={"severity": "error", "summary": "unreadable"})
    assert stream(*[warning] * 200, error).error == "unreadable"


def test_a_message_keeps_no_password_and_no_key():
    said = {"severity": "warning", "summary": "password=hunter2-x", "detail": "AKIA" + "ABCDEFGHIJKLMNOP"}
    assert "hunter2" not in repr(stream(message("diagnostic", diagnostic=said)))
    assert "AKIAABCD" not in repr(stream(message("diagnostic", diagnostic=said)))


def test_other_lines_and_unknown_messages_are_passed_over():
    found = stream(
        b"provider: starting", b'{"not json', b'{"type": 5}', b"", message("something_new", change=None),
        planned("aws_instance.a", "create"),
    )  # fmt: skip
    assert found.counts.create == 1


def test_streams_that_follow_each_other_are_summed():
    one = [message("version", **VERSION), planned("t.a", "update"), message("change_summary", **DONE)]
    other = [message("version", **VERSION), drifted("t.a"), message("change_summary", **DONE)]
    found = read(b"\n".join(one + other))
    assert (found.documents, found.finding, found.drifted) == (2, Finding.PENDING, 0)


def test_one_interrupted_stream_of_several_leaves_no_finding():
    found = read(
        b"\n".join([message("version", **VERSION), message("version", **VERSION), message("change_summary")])
    )
    assert found.finding is None


def test_streams_that_are_printed_in_turn_are_told_apart_by_their_unit():
    one = [message("version", **VERSION), planned("t.a", "update"), message("change_summary", **DONE)]
    other = [message("version", **VERSION), drifted("t.a"), message("change_summary", **DONE)]
    in_turn = [
        b"14:01 STDOUT [dev/a] terraform: %b\n14:02 STDOUT [dev/b] terraform: %b" % pair
        for pair in zip(one, other, strict=True)
    ]
    found = read(b"\n".join(in_turn))
    assert (found.documents, found.finding, found.observed) == (2, Finding.PENDING, 1)


def test_opentofu_is_recognised():
    found = read(b"\n".join([message("version", tofu="1.10.1", ui="1.2"), message("change_summary", **DONE)]))
    assert (found.tool, found.version, found.finding) == ("tofu", "1.10.1", Finding.IN_SYNC)


def test_a_stream_of_an_unknown_format_is_refused():
    with pytest.raises(Unreadable, match=r"the stream's format is 2\.0"):
        read(message("version", terraform="9.0.0", ui="2.0"))


def test_no_change_of_a_stream_carries_attributes():
    found = stream(planned("aws_instance.a", "update"))
    assert (found.form, found.kept, len(found.notes)) == ("stream", 0, 1)


def test_what_holds_data_is_known_from_a_stream_too():
    assert only(stream(planned("aws_db_instance.main", "delete"))).holds_data
