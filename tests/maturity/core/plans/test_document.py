"""What is read of one document: by whom, whether it is all of it, and how large it may be."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from maturity.core.plans import Finding, Role, Unreadable, document, read
from tests.maturity.core.plans.making import plan, reading, resource

WEB = "aws_instance.web"


def provider(host: str) -> dict[str, Any]:
    return {"configuration": {"provider_config": {"aws": {"full_name": f"{host}/hashicorp/aws"}}}}


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        (provider("registry.opentofu.org"), "tofu"),
        (provider("registry.terraform.io"), "terraform"),
        ({"applyable": True, "complete": True}, "terraform"),
        ({"applyable": True, **provider("registry.terraform.io")}, "terraform"),
        ({"errored": False}, ""),
        (provider("registry.example.com"), ""),
    ],
)
def test_the_tool_is_told_by_what_only_it_writes(said: dict[str, Any], tool: str):
    assert reading(**said).tool == tool


@pytest.mark.parametrize(
    ("said", "complete"),
    [
        ({"complete": True}, True), ({"complete": False}, False), ({}, True), ({"errored": False}, True),
        ({"errored": True}, False), ({"deferred_changes": [{}]}, False),
    ],
)  # fmt: skip
def test_whether_it_is_complete_is_derived_where_the_tool_does_not_say(said: dict[str, Any], complete: bool):
    assert reading(**said).complete is complete


def test_a_plan_limited_to_targets_says_so():
    assert any("not complete" in note for note in reading(complete=False).notes)


@pytest.mark.parametrize(
    ("outside", "role"), [("update", Role.DRIFT), ("delete", Role.DRIFT), ("no-op", None)]
)
def test_a_refresh_only_plan_alarms_because_it_cannot_tell(outside: str, role: Role | None):
    drift = resource(WEB, outside, {"a": 1}, None if outside == "delete" else {"a": 2})
    found = reading(drift=[drift], resource_changes=None, prior_state={"values": {"root_module": {}}})
    assert [one.role for one in found.changes] == ([role] if role else [])
    assert found.finding is (Finding.DRIFTED if role else Finding.IN_SYNC)
    assert any("refresh-only" in note for note in found.notes)


def test_a_refresh_only_plan_of_null_against_empty_does_not_alarm():
    drift = resource(WEB, "update", {"tags": None}, {"tags": {}})
    found = reading(drift=[drift], resource_changes=None, prior_state={})
    assert (found.finding, found.observed) == (Finding.IN_SYNC, 1)


def test_a_failed_plan_is_not_mistaken_for_a_refresh_only_one():
    found = reading(
        drift=[resource(WEB, "update", {"a": 1}, {"a": 2})],
        resource_changes=None,
        prior_state={},
        errored=True,
    )
    assert (found.finding, found.drifted) == (None, 0)


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("checks", {"a": 1}), ("relevant_attributes", [5]), ("variables", {"a": "plain"}), ("timestamp", 17),
        ("terraform_version", 1.2), ("format_version", 1.2), ("complete", "yes"), ("configuration", []),
        ("output_changes", [1]), ("prior_state", "x"), ("planned_values", 3), ("deferred_changes", {}),
    ],
)  # fmt: skip
def test_a_part_that_is_built_otherwise_is_left_out_and_named(name: str, odd: Any):
    found = read(plan(resource(WEB, "update", {"a": 1}, {"a": 2}), **{name: odd}))
    assert (found.finding, found.counts.update) == (Finding.PENDING, 1)
    assert f"{name} is not built as in a plan, and was left out" in found.notes


@pytest.mark.parametrize(
    "data",
    [
        b'{"resource_changes":[],"timestamp":"\xff"}', b'{"resource_changes":[],"timestamp":1,"\xff":1}',
        b'{"resource_changes":[{"address":"\xff"}]}', b'{"resource_changes":[{"address":"\\ud800"}]}',
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_left_out_or_refused(data: bytes):
    with suppress(Unreadable):
        assert read(data).notes


def test_data_is_known_by_its_address_where_the_mode_is_missing():
    found = reading(
        *(resource(address, "create", None, {}, mode=None) for address in ("data.a.b", "module.x.data.a.b"))
    )
    assert found.changes == ()


def test_more_resources_than_anybody_has_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(document, "MAX_RESOURCES", 2)
    with pytest.raises(Unreadable, match="more than 2 resources"):
        read(plan(*[resource(WEB)] * 3))


def test_a_resource_larger_than_any_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(document, "MAX_VALUE", 1 << 20)
    with pytest.raises(Unreadable, match="a resource of more than 1 MiB"):
        read(plan(resource(WEB, "update", {"a": "x" * (1 << 20)})))


def test_a_file_larger_than_any_is_refused(monkeypatch: pytest.MonkeyPatch):
    for module in ("document", "finding_documents"):
        monkeypatch.setattr(f"maturity.core.plans.{module}.MAX_BYTES", 10)
    with pytest.raises(Unreadable, match="more than"):
        read(plan(resource(WEB)))
