"""A list of actions is searched, never taken by its first."""

from __future__ import annotations

import pytest

from maturity.core.plans import Action
from maturity.core.plans.counting import action
from tests.maturity.core.plans.making import only, reading, resource


@pytest.mark.parametrize(
    ("actions", "meaning"),
    [
        ("no-op", Action.NO_OP), ("create", Action.CREATE), ("read", Action.READ), ("update", Action.UPDATE),
        ("delete", Action.DELETE), ("delete create", Action.REPLACE), ("create delete", Action.REPLACE),
        ("forget", Action.FORGET), ("create forget", Action.FORGET), ("forget create", Action.FORGET),
        ("", Action.OTHER), ("transmogrify", Action.OTHER), ("update transmogrify", Action.OTHER),
    ],
)  # fmt: skip
def test_a_list_of_actions_has_one_meaning(actions: str, meaning: Action):
    assert action(actions.split()) is meaning


def test_what_is_replaced_without_destroying_counts_as_forgotten_and_created():
    found = reading(resource("aws_instance.a", "create forget", {"a": 1}, {"a": 2}))
    assert (found.counts.create, found.counts.forget, found.counts.replace, found.counts.delete) == (
        1,
        1,
        0,
        0,
    )
    assert not only(found).destructive


def test_an_unknown_action_is_listed_and_counted_as_none_of_ours():
    found = reading(resource("aws_instance.a", "transmogrify"))
    assert (only(found).action, found.pending) == (Action.OTHER, 1)
    assert set(vars_of(found.counts)) == {0}


def test_no_actions_at_all_plan_nothing_and_count_as_nothing():
    found = reading(resource("aws_instance.b", ""))
    assert (found.changes, found.resources) == ((), 1)
    assert set(vars_of(found.counts)) == {0}


def vars_of(counts: object) -> list[int]:
    return [getattr(counts, name) for name in counts.__struct_fields__]  # type: ignore[attr-defined]


def test_missing_and_null_actions_are_tolerated():
    found = reading(
        {"address": "a.b"},
        {"address": "a.c", "change": None},
        {"address": "a.d", "change": {"actions": None}},
    )
    assert found.resources == 3
