"""Changes of one list that is laid upon another, and what they are told as."""

from __future__ import annotations

from releases.core.checklist import Approval, Checklist, Item, Kind, merged
from releases.core.checklist_changes import Change, How, changes, lines
from releases.core.checklist_editing import restored, with_approvals, with_item, without_item

A, B = (Item(key=key, title=key.upper(), kind=Kind.MANUAL) for key in "ab")
A2, C = Item(key="a", title="AA", kind=Kind.MANUAL), Item(key="c", title="C", kind=Kind.MANUAL)
PARENT, EMPTY = Checklist(items=(A, B)), Checklist()


def keys(child: Checklist) -> list[tuple[str, How]]:
    return [(line.item.key, line.how) for line in lines(PARENT, child)]


def test_an_item_is_said_otherwise_and_taken_back():
    child = with_item(EMPTY, PARENT, A2)
    assert keys(child) == [("a", How.CHANGED), ("b", How.INHERITED)]
    assert merged([PARENT, child]).items == (A2, B)
    assert restored(child, "a") == EMPTY
    assert with_item(child, PARENT, A) == EMPTY


def test_an_item_is_left_out_and_taken_back():
    child = without_item(with_item(EMPTY, PARENT, A2), PARENT, "a")
    assert keys(child) == [("a", How.LEFT_OUT), ("b", How.INHERITED)]
    assert merged([PARENT, child]).items == (B,)
    assert restored(child, "a") == EMPTY


def test_what_was_added_here_is_taken_away_for_good():
    child = with_item(EMPTY, PARENT, C)
    assert keys(child)[-1] == ("c", How.ADDED)
    assert without_item(child, PARENT, "c") == EMPTY


def test_a_changed_item_keeps_its_place():
    child = with_item(with_item(EMPTY, PARENT, C), PARENT, A2)
    again = with_item(child, PARENT, Item(key="c", title="CC", kind=Kind.MANUAL))
    assert [item.title for item in again.items] == ["CC", "AA"]


def test_who_agrees_is_said_here_or_above():
    child = with_approvals(EMPTY, (Approval("lead", 2),), 24)
    assert merged([PARENT, child]).approval_hours == 24
    assert with_approvals(child, None, None) == EMPTY


def test_a_difference_names_what_came_went_and_changed():
    before, after = Checklist(items=(A, B)), Checklist(items=(A2, C), approval_hours=24)
    assert changes(before, after) == [
        Change("b", How.LEFT_OUT, "B"),
        Change("a", How.CHANGED, "AA", (("title", "A", "AA"),)),
        Change("c", How.ADDED, "C"),
        Change("", How.CHANGED, "", (("approval_hours", None, 24),)),
    ]
    assert changes(before, before) == []
