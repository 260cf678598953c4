"""What a checklist cannot say is refused in one sentence that names the item."""

from __future__ import annotations

from typing import Any

import pytest

from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.core.checklist_rules import problem
from releases.core.default_checklist import DEFAULT
from releases.core.gate import all_gates

SOAK: dict[str, Any] = {"key": "a", "title": "A", "gate": "stage_soak"}
MANUAL: dict[str, Any] = {"key": "a", "title": "A", "kind": Kind.MANUAL}


def said_of(**fields: Any) -> str:
    return problem(Checklist(items=(Item(**fields),)), all_gates())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({**MANUAL, "key": ""}, "cannot be a key"),
        ({**MANUAL, "key": "a/b"}, "cannot be a key"),
        ({**MANUAL, "key": "A"}, "cannot be a key"),
        ({**MANUAL, "key": "a" * 61}, "cannot be a key"),
        ({**MANUAL, "key": "new"}, "cannot be a key"),
        ({**MANUAL, "title": " "}, "needs a title"),
        ({**MANUAL, "title": "x" * 201}, "needs a title"),
        ({**MANUAL, "title": "a\x00b"}, "needs a title"),
        ({**MANUAL, "section": "a\nb"}, "on one line"),
        ({**MANUAL, "about": "x" * 501}, "at most 500"),
        ({**MANUAL, "role": "king"}, "is no role to answer"),
        ({**MANUAL, "waivable": "king"}, "is no role to waive"),
        ({**MANUAL, "max_age": -1}, "0 to 8760 hours"),
        ({**MANUAL, "gate": "stage_soak"}, "is not automatic"),
        ({**MANUAL, "params": {"hours": 1}}, "is not automatic"),
        ({**SOAK, "gate": "moon_phase"}, "asks the gate “moon_phase”, which does not exist"),
        ({**SOAK, "gate": ""}, "which does not exist"),
        ({**SOAK, "params": {"hour": 1}}, "do not fit its gate: Object contains unknown field `hour`"),
        ({**SOAK, "params": {"hours": "48"}}, "do not fit its gate"),
        ({**SOAK, "params": {"hours": float("nan")}}, "cannot be kept"),
        ({**SOAK, "params": {"hours": "\0"}}, "cannot be kept"),
        ({**SOAK, "params": {"\ud800": [1]}}, "cannot be kept"),
        ({**SOAK, "params": {"a": "x" * 2_000}}, "longer than"),
    ],
)
def test_an_item_that_cannot_be_is_named(fields: dict[str, Any], says: str):
    assert says in said_of(**fields)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"items": (Item(**MANUAL), Item(**MANUAL))}, "Two items have the key a."),
        ({"items": (Item(**MANUAL),), "without": ("a",)}, "left out and changed at once"),
        ({"without": ("A B",)}, "cannot be a key"),
        ({"without": tuple(map(str, range(201)))}, "at most 200 items"),
        ({"approvals": (Approval("king"),)}, "is no role to agree"),
        ({"approvals": (Approval("lead", 0),)}, "1 to 10 people"),
        ({"approvals": (Approval("lead"), Approval("lead", 2))}, "has to agree twice"),
        ({"approval_hours": 0}, "1 to 720 hours"),
    ],
)
def test_a_list_that_cannot_be_is_refused(fields: dict[str, Any], says: str):
    assert says in problem(Checklist(**fields), all_gates())


def test_what_fits_has_no_problem():
    assert said_of(**{**SOAK, "params": {"hours": 48}}) == ""
    assert problem(Checklist(without=("ops.owner",), approvals=()), all_gates()) == ""


def test_every_gate_the_default_list_names_exists_and_takes_its_settings():
    coming = {"flags_safe": all_gates()["not_frozen"]}  # with feature flags
    assert problem(DEFAULT, coming | all_gates()) == ""
