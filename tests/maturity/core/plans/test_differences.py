"""Attribute by attribute: what one side has and the other has not, as text that may be shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from maturity.core.plans import Difference
from maturity.core.plans.differences import MAX_DIFFERENCES, MAX_TEXT
from tests.maturity.core.plans.making import only, reading, resource


def compared(before: Any, after: Any, actions: str = "update", **more: Any) -> tuple[Difference, ...]:
    return only(reading(resource("aws_instance.a", actions, before, after, **more))).differences


def texts(before: Any, after: Any, **more: Any) -> dict[str, tuple[str | None, str | None]]:
    return {one.path: (one.before, one.after) for one in compared(before, after, **more)}


def test_only_what_differs_is_told():
    assert texts({"a": 1, "b": 2, "c": {"d": 3}}, {"a": 1, "b": 5, "c": {"d": 3}}) == {"b": ("2", "5")}


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, "a.b.c"),
        ({"disk": [{"size": 1}]}, {"disk": [{"size": 2}]}, "disk[0].size"),
        ({"tags": {"env": "x"}}, {"tags": {"env": "y"}}, 'tags["env"]'),
        ({"tags": {"Name": "x"}}, {"tags": {"Name": "y"}}, 'tags["Name"]'),
        ({"tags": {'a"b\\': "x"}}, {"tags": {'a"b\\': "y"}}, r'tags["a\"b\\"]'),
        ({"rule": [{"name": "web", "port": 1}]}, {"rule": [{"name": "web", "port": 2}]}, 'rule["web"].port'),
    ],
)  # fmt: skip
def test_a_path_is_spelled_in_one_way(before: Any, after: Any, path: str):
    assert [one.path for one in compared(before, after)] == [path]


@pytest.mark.parametrize(
    ("value", "text"),
    [("x", "x"), ("", ""), (True, "true"), (False, "false"), (0, "0"), (1.5, "1.5"), (None, None)],
)
def test_a_value_is_told_as_text_and_none_is_absence(value: Any, text: str | None):
    assert texts({"a": "before"}, {"a": value}) == {"a": ("before", text)}


def test_absence_and_null_are_the_same():
    assert texts({"a": None, "b": 1}, {"b": 2}) == {"b": ("1", "2")}


def test_an_object_that_comes_is_told_by_its_attributes():
    assert texts({"a": None}, {"a": {"b": 1, "c": "x"}}) == {"a.b": (None, "1"), "a.c": (None, "x")}


def test_null_that_becomes_empty_is_told_as_it_is():
    assert texts({"a": None}, {"a": {}}) == {"a": (None, "{}")}


def test_a_value_that_changes_its_kind_is_told_as_a_whole():
    assert texts({"a": [1]}, {"a": {"b": 1}}) == {"a": ("[1]", '{"b":1}')}


def test_what_both_lists_have_is_left_out_wherever_it_stands():
    before, after = ["a", "b", "c"], ["new", "a", "c"]
    assert texts({"l": before}, {"l": after}) == {"l[1]": ("b", "new")}


def test_a_longer_list_tells_what_is_added():
    assert texts({"l": ["a"]}, {"l": ["a", "b", "c"]}) == {"l[1]": (None, "b"), "l[2]": (None, "c")}


def test_a_list_in_another_order_is_told_place_by_place():
    assert texts({"l": ["a", "b"]}, {"l": ["b", "a"]}) == {"l[0]": ("a", "b"), "l[1]": ("b", "a")}


def test_elements_with_names_are_compared_by_name():
    before = [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    after = [{"name": "B", "value": "3"}, {"name": "A", "value": "1"}]
    assert texts({"env": before}, {"env": after}) == {'env["B"].value': ("2", "3")}


def test_elements_of_which_two_have_one_name_are_compared_by_place():
    before = [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]
    after = [{"name": "A", "value": "1"}, {"name": "A", "value": "3"}]
    assert texts({"env": before}, {"env": after}) == {"env[1].value": ("2", "3")}


def test_a_policy_is_compared_as_what_it_holds():
    def policy(action: str) -> str:
        return json.dumps({"Version": "1", "Statement": [{"Sid": "Read", "Action": ["s3:List", action]}]})

    assert texts({"policy": policy("s3:Get")}, {"policy": policy("s3:Put")}) == {
        'policy["Statement"]["Read"]["Action"][1]': ("s3:Get", "s3:Put")
    }


def test_a_policy_that_is_only_written_differently_is_told_as_text():
    assert texts({"p": '{"a": 1}'}, {"p": '{"a":1}'}) == {"p": ('{"a": 1}', '{"a":1}')}


def test_what_is_known_when_applied_comes_last_and_what_forces_first():
    found = compared(
        {"a": 1, "b": 1, "id": "x"}, {"a": 2, "b": 2}, "delete create",
        after_unknown={"id": True, "new": True}, replace_paths=[["b"]],
    )  # fmt: skip
    assert [(one.path, one.forces, one.unknown) for one in found] == [
        ("b", True, False), ("a", False, False), ("id", False, True), ("new", False, True),
    ]  # fmt: skip


def test_what_becomes_known_within_a_list_is_told():
    found = compared({"n": [{"ip": "1", "k": "x"}]}, {"n": [{"k": "x"}]}, after_unknown={"n": [{"ip": True}]})
    assert [(one.path, one.before, one.unknown) for one in found] == [("n[0].ip", "1", True)]


def test_a_replacement_is_forced_by_a_part_or_by_the_whole():
    found = compared(
        {"disk": [{"size": 1}], "a": 1}, {"disk": [{"size": 2}], "a": 2}, "delete create",
        replace_paths=[["disk", 0, "size"]],
    )  # fmt: skip
    assert [(one.path, one.forces) for one in found] == [("disk[0].size", True), ("a", False)]


def test_a_replacement_is_forced_by_an_element_that_has_a_name():
    found = compared(
        {"rule": [{"name": "web", "port": 1, "note": 1}]}, {"rule": [{"name": "web", "port": 2, "note": 2}]},
        "delete create", replace_paths=[["rule", 0, "port"]],
    )  # fmt: skip
    assert [(one.path, one.forces) for one in found] == [
        ('rule["web"].port', True),
        ('rule["web"].note', False),
    ]


def test_what_forces_is_told_even_when_there_is_too_much():
    before = {f"k{n:04}": n for n in range(2000)}
    after = {key: value + 1 for key, value in before.items()}
    found = compared(before, after, "delete create", replace_paths=[["k1999"]])
    assert len(found) == MAX_DIFFERENCES
    assert (found[0].path, found[0].forces) == ("k1999", True)


@pytest.mark.parametrize("actions", ["create", "delete"])
def test_a_resource_that_comes_or_goes_shows_what_it_has(actions: str):
    values: Any = {"a": "x", "none": None, "empty": {}, "no": [], "off": False, "zero": 0}
    before, after = (None, values) if actions == "create" else (values, None)
    assert {one.path for one in compared(before, after, actions)} == {"a", "off", "zero"}


def test_a_long_text_is_cut_and_still_shows_where_it_differs():
    before = "x" * 9_000 + "old" + "y" * 9_000
    (found,) = compared({"a": before}, {"a": before.replace("old", "new")})
    assert found.before is not None
    assert found.after is not None
    assert max(len(found.before), len(found.after)) <= MAX_TEXT
    assert ("old" in found.before, "new" in found.after) == (True, True)
    assert found.before.startswith("…")
    assert found.before.endswith("…")


def test_a_text_that_differs_at_once_is_shown_from_its_beginning():
    (found,) = compared({"a": "old" + "y" * 9_000}, {"a": "new" + "y" * 9_000})
    assert str(found.before).startswith("old")


def test_a_long_text_that_only_grows_shows_its_end():
    (found,) = compared({"a": "x" * 9_000}, {"a": "x" * 9_000 + "new"})
    assert str(found.after).endswith("xnew")
    assert not str(found.before).endswith("new")


def test_what_is_nested_deeper_than_anybody_reads_is_told_as_a_whole():
    def nested(leaf: int) -> Any:
        value: Any = leaf
        for _ in range(40):
            value = {"a": value}
        return value

    (found,) = compared(nested(1), nested(2))
    assert str(found.before).startswith('{"a":')
    assert found.path.count("a") == 16


def test_a_list_longer_than_anybody_reads_is_told_as_a_whole():
    long = list(range(30_000))
    (found,) = compared({"l": long}, {"l": [*long, 1]})
    assert found.path == "l"


def test_a_mark_below_what_is_told_as_a_whole_hides_it():
    (found,) = compared({"a": "text"}, {"a": {"b": "se"}}, after_sensitive={"a": {"b": True}})
    assert (found.path, found.sensitive, found.after) == ("a", True, None)
