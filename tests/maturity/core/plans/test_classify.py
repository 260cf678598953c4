"""Drift, pending, both, or nothing anybody has to look at."""

from __future__ import annotations

import pytest

from maturity.core.plans import Finding, Role
from tests.maturity.core.plans.making import Json, only, reading, resource

WEB = "aws_instance.web"
SMALL, LARGE = {"size": "small"}, {"size": "large"}


def test_a_plan_that_goes_back_to_what_was_is_drift():
    found = reading(resource(WEB, "update", LARGE, SMALL), drift=[resource(WEB, "update", SMALL, LARGE)])
    assert only(found).role is Role.DRIFT
    assert found.finding is Finding.DRIFTED
    assert (found.drift, found.drifted, found.pending) == (1, 1, 0)


def test_a_plan_that_goes_somewhere_else_is_mixed():
    other = {"size": "medium"}
    found = reading(resource(WEB, "update", LARGE, other), drift=[resource(WEB, "update", SMALL, LARGE)])
    assert only(found).role is Role.MIXED
    assert (found.drifted, found.pending) == (1, 1)


def test_computed_attributes_do_not_make_drift_mixed():
    """Nobody can say before the apply what the address will be; the size goes back."""
    before, now = {**SMALL, "ip": "10.0.0.1"}, {**LARGE, "ip": "10.0.0.2"}
    planned = resource(WEB, "update", now, SMALL, after_unknown={"ip": True})
    assert only(reading(planned, drift=[resource(WEB, "update", before, now)])).role is Role.DRIFT


def test_a_plan_that_knows_nothing_of_what_changed_is_mixed():
    before, now = {**SMALL, "ip": "10.0.0.1"}, {**SMALL, "ip": "10.0.0.2"}
    planned = resource(WEB, "update", now, SMALL, after_unknown={"ip": True})
    assert only(reading(planned, drift=[resource(WEB, "update", before, now)])).role is Role.MIXED


def test_what_was_deleted_outside_and_is_made_again_is_drift():
    found = reading(resource(WEB, "create", None, SMALL), drift=[resource(WEB, "delete", SMALL)])
    assert only(found).role is Role.DRIFT
    assert only(found).outside == "delete"


def test_what_was_deleted_outside_and_from_the_code_needs_nobody():
    found = reading(drift=[resource(WEB, "delete", SMALL)])
    assert only(found).role is Role.OBSERVED
    assert found.finding is Finding.IN_SYNC


def test_a_change_outside_that_the_plan_leaves_alone_is_observed():
    found = reading(resource(WEB, "no-op", LARGE, LARGE), drift=[resource(WEB, "update", SMALL, LARGE)])
    assert only(found).role is Role.OBSERVED
    assert (found.finding, found.observed, found.drifted) == (Finding.IN_SYNC, 1, 0)


@pytest.mark.parametrize("empty", [{}, [], ""])
@pytest.mark.parametrize("actions", ["no-op", "update"])
def test_null_against_empty_never_alarms(actions: str, empty: object):
    """Not when nothing is planned, nor when something else is, nor when a planned change reads it."""
    before, now = {"tags": None, "size": "small"}, {"tags": empty, "size": "small"}
    planned = resource(WEB, actions, now, now if actions == "no-op" else {**now, "size": "large"})
    other = resource("aws_eip.ip", "update", {"instance": 1}, {"instance": 2})
    found = reading(
        planned, other, drift=[resource(WEB, "update", before, now)],
        relevant_attributes=[{"resource": WEB, "attribute": ["tags"]}, {"resource": WEB, "attribute": []}],
    )  # fmt: skip
    assert found.drifted == 0
    assert found.finding is Finding.PENDING


def test_null_against_empty_never_alarms_even_if_the_plan_puts_it_back():
    before: Json = {"tags": None}
    now: Json = {"tags": {}}
    found = reading(resource(WEB, "update", now, before), drift=[resource(WEB, "update", before, now)])
    assert only(found).role is Role.PENDING


def test_null_against_empty_does_not_hide_a_change_beside_it():
    before, now = {"tags": None, "size": "small"}, {"tags": {}, "size": "large"}
    planned = resource(WEB, "update", now, {"tags": {}, "size": "small"})
    found = reading(planned, drift=[resource(WEB, "update", before, now)])
    assert only(found).role is Role.DRIFT


def test_drift_without_a_visible_difference_is_taken_at_its_word():
    """A redacted plan shows the same mask on both sides."""
    found = reading(resource(WEB, "update", SMALL, SMALL), drift=[resource(WEB, "update", SMALL, SMALL)])
    assert only(found).role is Role.DRIFT


def test_a_deposed_object_is_another_resource():
    planned = [resource(WEB, "no-op", LARGE, LARGE), resource(WEB, "delete", SMALL, deposed="a1b2c3d4")]
    found = reading(*planned, drift=[resource(WEB, "update", SMALL, LARGE)])
    assert [(one.deposed, one.role) for one in found.changes] == [
        ("a1b2c3d4", Role.PENDING), ("", Role.OBSERVED),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("attribute", "role"),
    [(["size"], Role.INDIRECT), ([], Role.INDIRECT), (["id"], Role.OBSERVED)],
)
def test_ignored_drift_alarms_only_where_a_planned_change_reads_it(attribute: list[str], role: Role):
    found = reading(
        resource(WEB, "no-op", LARGE, LARGE),
        resource("aws_eip.ip", "update", {"for": "small"}, {"for": "large"}),
        drift=[resource(WEB, "update", SMALL, LARGE)],
        relevant_attributes=[{"resource": WEB, "attribute": attribute}],
    )  # fmt: skip
    assert {one.address: one.role for one in found.changes}[WEB] is role


@pytest.mark.parametrize("actions", ["delete", "forget", "no-op"])
def test_what_goes_away_reads_nothing(actions: str):
    found = reading(
        resource(WEB, "no-op", LARGE, LARGE), resource("aws_eip.ip", actions, {"for": "small"}),
        drift=[resource(WEB, "update", SMALL, LARGE)],
        relevant_attributes=[{"resource": WEB, "attribute": ["size"]}],
    )  # fmt: skip
    assert found.drifted == 0


def test_moving_and_importing_are_pending_without_being_actions():
    moved = resource("aws_instance.b", "no-op", SMALL, SMALL, previous_address="aws_instance.a")
    imported = resource("aws_instance.c", "no-op", SMALL, SMALL, importing={"id": "i-1"})
    found = reading(moved, imported)
    assert found.finding is Finding.PENDING
    assert (found.pending, found.counts.no_op, found.counts.move, found.counts.importing) == (2, 2, 1, 1)


def test_data_that_will_be_read_is_counted_and_nothing_else():
    found = reading(resource("data.aws_ami.newest", "read", None, {}, mode="data"))
    assert (found.counts.read, found.changes, found.finding) == (1, (), Finding.IN_SYNC)


def test_outputs_and_deferred_changes_are_counted_apart():
    found = reading(
        output_changes={"a": {"actions": ["create"]}, "b": {"actions": ["no-op"]}},
        deferred_changes=[{"reason": "provider_config_unknown"}],
    )
    assert (found.outputs, found.deferred, found.complete) == (1, 1, False)
    assert found.finding is Finding.IN_SYNC


@pytest.mark.parametrize("exit_code", [1, 3, 130, -9])
def test_a_failed_run_finds_nothing(exit_code: int):
    found = reading(resource(WEB, "update", LARGE, SMALL), exit_code=exit_code)
    assert (found.finding, found.errored, found.complete) == (None, True, False)
    assert str(exit_code) in found.error


@pytest.mark.parametrize("exit_code", [None, 0, 2])
def test_a_plan_that_says_it_failed_finds_nothing_whatever_the_exit_code(exit_code: int | None):
    found = reading(resource(WEB, "update", LARGE, SMALL), exit_code=exit_code, errored=True)
    assert (found.finding, found.errored) == (None, True)
