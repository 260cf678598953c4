"""`manage.py plan`: its JSON is a contract, its text is for people, and bad input costs one line."""

from __future__ import annotations

import io
import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.maturity.core.plans.making import plan, resource

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"
COUNTS = {"create", "update", "delete", "replace", "read", "no-op", "import", "move", "forget"}


def printed(*args: object) -> str:
    out = StringIO()
    call_command("plan", *map(str, args), stdout=out)
    return out.getvalue()


def as_json(*args: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed(*args, "--format", "json"))
    return found


def refusal(*args: object) -> str:
    with pytest.raises(CommandError) as refused:
        printed(*args)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_the_json_has_the_keys_of_the_contract():
    found = as_json(PLANS / "15.plan.json")
    assert found["counts"].keys() == COUNTS
    assert found["summary"] == {"add": 0, "change": 1, "destroy": 0}
    assert (found["drift"], found["finding"], found["errored"]) == (1, "drifted_and_pending", False)
    (change,) = found["changes"]
    assert (change["address"], change["action"], change["role"]) == ("localfile_json.web", "update", "mixed")


def test_replacing_is_adding_and_destroying():
    found = as_json(PLANS / "13.plan.json")
    assert found["counts"]["replace"] == 1
    assert found["summary"] == {"add": 1, "change": 0, "destroy": 1}


@pytest.mark.parametrize(
    ("exit_code", "finding"), [(0, "drifted"), (2, "drifted"), (1, "errored"), (130, "errored")]
)
def test_the_exit_code_decides_whether_there_is_a_finding(exit_code: int, finding: str):
    found = as_json(PLANS / "01.plan.json", "--exit-code", exit_code)
    assert (found["finding"], found["errored"]) == (finding, finding == "errored")


def test_several_plans_in_one_file_are_summed(tmp_path: Path):
    both = tmp_path / "both.json"
    both.write_bytes((PLANS / "01.plan.json").read_bytes() + b"\n" + (PLANS / "13.plan.json").read_bytes())
    found = as_json(both)
    assert found["documents"] == 2
    assert (found["counts"]["update"], found["counts"]["replace"], found["drift"]) == (1, 1, 1)
    assert found["finding"] == "drifted_and_pending"


def test_a_plan_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((PLANS / "01.plan.json").read_bytes())))
    assert as_json("-")["finding"] == "drifted"


@pytest.mark.parametrize("case", [path.name for path in sorted(PLANS.glob("*.plan.json"))])
def test_neither_form_prints_a_secret(case: str):
    assert "VAR-SECRET" not in printed(PLANS / case) + printed(PLANS / case, "--format", "json")


def test_the_text_says_drift_before_all_else():
    text = printed(PLANS / "03.plan.json")
    assert text.index("Drifted (1)") < text.index("Pending (1)")
    assert "values.engine: postgres -> mysql" in text


def test_the_text_of_a_failed_plan_says_so_first():
    text = printed(PLANS / "10.plan.json", "--exit-code", "1")
    assert text.splitlines()[0].endswith("10.plan.json: errored")
    assert "only part of the truth" in text


def test_what_holds_data_is_pointed_out(tmp_path: Path):
    database = {"skip_final_snapshot": True, "deletion_protection": False}
    (tmp_path / "plan.json").write_bytes(plan(resource("aws_db_instance.main", "delete", database)))
    text = " ".join(printed(tmp_path / "plan.json").split())
    assert "- aws_db_instance.main - holds data: skip_final_snapshot is true, deletion protection off" in text


def test_no_control_character_of_a_plan_reaches_the_terminal(tmp_path: Path):
    evil = resource("aws_instance.a\x1b[2J", "update", {"a": "1"}, {"a": "\x1b]0;x\x07"})
    (tmp_path / "plan.json").write_bytes(
        plan(evil, checks=[{"status": "fail", "address": {"to_display": "\x1b"}}])
    )
    assert "\x1b" not in printed(tmp_path / "plan.json")


def test_bad_input_costs_one_line(tmp_path: Path):
    (tmp_path / "empty").touch()
    (tmp_path / "cut.json").write_bytes((PLANS / "01.plan.json").read_bytes()[:-20])
    assert refusal(tmp_path / "missing").endswith("No such file or directory")
    assert refusal(tmp_path).endswith("Is a directory")
    assert refusal(tmp_path / "empty").endswith("there is nothing in it")
    assert refusal(tmp_path / "cut.json").endswith("the JSON is cut off before its end")
