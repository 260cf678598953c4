"""Wrappers, loops and redirections add their own lines; other files are refused with one sentence."""

from __future__ import annotations

import mmap
from pathlib import Path

import pytest

from maturity.core.plans import Finding, Unreadable, read
from tests.maturity.core.plans.making import Json, plan, resource

WEB = resource("aws_instance.web", "update", {"a": 1}, {"a": 2})
ONE = plan(WEB)
LINES = ONE.replace(b"{", b"\n{").replace(b",", b",\n ").strip()


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(data)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence[0].islower() or sentence.startswith("JSON")
    return sentence


@pytest.mark.parametrize(
    "data",
    [
        ONE, ONE + b"\n", b"\n\n  \n" + ONE, b"\xef\xbb\xbf" + ONE, ONE + b"\r\n", LINES,
        b"[command]/opt/terraform show -json plan.bin\n" + ONE, ONE + b"\ntrailing garbage",
        ONE + b" trailing garbage", ONE + b"\n{oops", ONE + b'}]]"', b"{oops\n" + ONE, b'{"a" : }\n' + ONE,
        b'{"level": "info", "timestamp": 17}\n' + ONE + b'\n{"level": "info", "variables": 1}',
        b'[command]/opt/terraform show -json\n' + ONE + b"\n::set-output name=stdout::" + ONE + b"%0A\n",
        b"2026-11-23T14:00:01Z " + ONE + b"\n2026-11-23T14:00:02Z ::set-output name=out::" + ONE,
        b"14:32:07.301 STDOUT [vpc] terraform: " + ONE + b"\n",
    ],
)  # fmt: skip
def test_a_plan_is_found_among_other_lines(data: bytes):
    found = read(data)
    assert (found.documents, found.counts.update, found.finding) == (1, 1, Finding.PENDING)


@pytest.mark.parametrize("between", [b"", b"\n", b" ", b"\n\n--- next unit ---\n", b"\r\n"])
def test_plans_that_follow_each_other_are_summed(between: bytes):
    other = plan(resource("aws_instance.db", "delete", {"a": 1}))
    found = read(between.join([ONE, other, ONE]))
    assert (found.documents, found.counts.update, found.counts.delete) == (3, 2, 1)
    assert "3 plans in one file, added up" in found.notes


def test_resources_of_several_plans_are_not_mistaken_for_each_other():
    drifted = plan(
        resource("a.b", "no-op", {"x": 2}, {"x": 2}), drift=[resource("a.b", "update", {"x": 1}, {"x": 2})]
    )
    pending = plan(resource("a.b", "update", {"x": 1}, {"x": 2}))
    assert read(drifted + pending).finding is Finding.PENDING


def test_one_failed_plan_of_several_leaves_no_finding():
    assert read(ONE + plan(WEB, errored=True)).finding is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nothing in it"), (b" \n\t", "nothing in it"),
        (ONE.decode().encode("utf-16"), "UTF-16"), (ONE.decode().encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04tfplan", "binary plan file"), (b"\x1f\x8b\x08", "compressed"),
        (b"Error: no such file", "no JSON object"), (b"[1, 2]", "no JSON object"),
        (b'"text"', "no JSON object"),
        (b"Terraform will perform the following actions:\n", "text of a plan"),
        (ONE[:-1], "cut off"), (ONE + b"\n" + ONE[:40], "cut off"), (b"{", "cut off"),
        (b'{"format_version":"1.0","values":{"root_module":{}}}', "a state"),
        (b'{"version":4,"lineage":"x","resources":[]}', "a state"),
        (b"{}", "not of a plan"), (b'{"valid":true,"diagnostics":[]}', "not of a plan"),
        (b'{"a":' * 5_000, "nested too deeply"),
        (plan(format_version="2.0"), "format is 2.0"), (plan(format_version="abc"), "format is abc"),
        (b'{"resource_changes": 5}', "resource_changes is not built as in a plan: Expected"),
        (b'{"resource_changes": [{"address": 5}]}', "a resource is not built like one: Expected `str"),
        (b'{"resource_changes": [{"change": {"actions": "create"}}]}', "a resource is not built like one"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_with_one_sentence(data: bytes, said: str):
    assert said in refusal(data)


@pytest.mark.parametrize("version", ["0.1", "0.2", "1.0", "1.1", "1.2", "1.9", None, ""])
def test_every_known_format_is_read(version: str | None):
    assert read(plan(WEB, format_version=version)).counts.update == 1


def test_a_redacted_plan_of_the_cloud_is_read():
    assert read(plan(WEB, format_version=None, plan_format_version="1.1")).format_version == "1.1"


def test_unknown_and_null_keys_are_passed_over():
    nothing: Json = dict.fromkeys(
        ("variables", "checks", "output_changes", "relevant_attributes", "prior_state")
    )
    found = read(
        plan(WEB, **nothing, action_invocations=[{"address": "action.a.b"}], provider_schemas={"a": [1]})
    )
    assert found.finding is Finding.PENDING


def mapped(path: Path, data: bytes) -> mmap.mmap:
    path.write_bytes(data)
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def test_a_mapped_file_can_be_closed_afterwards(tmp_path: Path):
    with mapped(tmp_path / "plan.json", ONE) as data:
        found = read(data)
    assert found.changes


def test_a_mapped_file_can_be_closed_while_it_is_refused(tmp_path: Path):
    with pytest.raises(Unreadable, match="cut off"), mapped(tmp_path / "plan.json", ONE[:-1]) as data:
        read(data)


def test_a_plan_in_a_slice_of_something_else_is_read():
    assert read(memoryview(b"12345" + ONE + b"67")[5:-2]).counts.update == 1
