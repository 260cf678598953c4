"""What is kept: swept, in order of importance, and no more than a page can show."""

from __future__ import annotations

import pytest

from maturity.core.plans import keeping
from tests.maturity.core.plans.making import Json, reading, resource


def updates(count: int) -> list[Json]:
    return [resource(f"aws_instance.a[{n}]", "update", {"x": 1}, {"x": 2}) for n in range(count)]


def test_drift_comes_first_then_what_is_destroyed_then_the_rest():
    found = reading(
        resource("t.created", "create", None, {"x": 1}),
        resource("t.ignored", "no-op", {"x": 2}, {"x": 2}),
        resource("t.deleted", "delete", {"x": 1}),
        resource("aws_db_instance.deleted", "delete", {"x": 1}),
        resource("t.drifted", "update", {"x": 2}, {"x": 1}),
        drift=[
            resource("t.ignored", "update", {"x": 1}, {"x": 2}),
            resource("t.drifted", "update", {"x": 1}, {"x": 2}),
        ],
    )  # fmt: skip
    assert [one.address for one in found.changes] == [
        "t.drifted", "aws_db_instance.deleted", "t.deleted", "t.created", "t.ignored",
    ]  # fmt: skip


def test_beyond_a_number_changes_are_kept_by_name_and_action_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "MAX_KEPT", 3)
    found = reading(*updates(5))
    assert [len(one.differences) for one in found.changes] == [1, 1, 1, 0, 0]
    assert (found.kept, found.counts.update, found.pending) == (3, 5, 5)
    assert "attributes are kept of the 3 most important of 5 changes" in found.notes


def test_beyond_a_size_changes_are_kept_by_name_and_action_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "MAX_BYTES", 5)
    assert reading(*updates(5)).kept == 2


def test_beyond_all_bounds_changes_are_only_counted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "MAX_CHANGES", 4)
    found = reading(*updates(5))
    assert (len(found.changes), found.counts.update, found.pending) == (4, 5, 5)
    assert "1 further changes are only counted" in found.notes


def test_names_are_cut_and_hold_no_control_characters():
    found = reading(resource("a." + "b" * 5_000, "delete", {"x": 1}, type="t\x1b[2J" + "x" * 900))
    assert len(found.changes[0].address) == keeping.MAX_NAME
    assert "\x1b" not in found.changes[0].type
