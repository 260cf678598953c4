"""SARIF 2.1.0: what the schema requires, and what code scanning needs on top."""

from __future__ import annotations

from typing import Any

import pytest

from maturity.core.assess import assess
from maturity.core.criterion import all_criteria
from maturity.core.report import sarif
from maturity.core.tree import MemoryTree
from tests.maturity.core.making import TERRAFORM


@pytest.fixture(name="log", scope="module")
def _log() -> dict[str, Any]:
    return sarif.as_dict(
        assess(MemoryTree({**TERRAFORM, "infra/ä b.tf": 'resource "aws_sqs_queue" "q" {}\n'}))
    )


def test_the_log_has_what_the_schema_requires(log: dict[str, Any]):
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "Rungs"
    assert all(result["message"]["text"] for result in run["results"])
    assert {result["level"] for result in run["results"]} <= {"none", "note", "warning", "error"}


def test_every_criterion_is_a_rule_with_help(log: dict[str, Any]):
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [criterion.id for criterion in all_criteria()]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)


def test_a_result_points_at_its_rule_and_at_a_line(log: dict[str, Any]):
    run = log["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            assert location["physicalLocation"]["region"]["startLine"] >= 1
            assert location["physicalLocation"]["artifactLocation"]["uri"].isascii()


def test_only_what_is_not_met_is_a_result(log: dict[str, Any]):
    found = {result["ruleId"]: result["level"] for result in log["runs"][0]["results"]}
    assert found["plan_on_pull_request"] == "error"
    assert found["format_checked"] == "warning"
    assert "declarative_iac" not in found
    assert "branch_protected" not in found


def test_no_key_is_null_where_the_schema_wants_a_value(log: dict[str, Any]):
    def walk(node: object) -> bool:
        if isinstance(node, dict):
            return all(walk(value) for key, value in node.items() if key != "properties")
        if isinstance(node, list):
            return all(walk(value) for value in node)
        return node is not None

    assert walk(log)


def test_a_whole_file_is_a_location_without_a_region():
    state = {"main.tf": 'resource "aws_instance" "web" {}\n', "terraform.tfstate": '{"version": 4}'}
    (run,) = sarif.as_dict(assess(MemoryTree(state)))["runs"]
    places = [one["physicalLocation"] for result in run["results"] for one in result["locations"]]
    whole = [one for one in places if one["artifactLocation"]["uri"] == "terraform.tfstate"]
    assert whole
    assert all("region" not in one for one in whole)
