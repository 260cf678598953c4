from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from maturity.core.state.locks import Lock, held_long, read_lock_info

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLACE = "s3://acme-state/net.tflock"
INFO = {
    "ID": "2e5f0c8e-7f3e-7f0e-8c6a-111111111111", "Operation": "OperationTypeApply", "Info": "",
    "Who": "runner@fv-az1", "Version": "1.11.4", "Created": "2026-11-23T11:20:00.123456789Z", "Path": "net",
}  # fmt: skip


def lock(written: datetime | None = None, **changes: object) -> Lock:
    return read_lock_info(json.dumps({**INFO, **changes}), place=PLACE, now=NOW, written=written)


def test_a_lock_says_who_holds_it_since_when_and_for_what() -> None:
    found = lock()
    assert (found.id, found.who, found.operation) == (INFO["ID"], "runner@fv-az1", "apply")
    assert found.since == datetime(2026, 11, 23, 11, 20, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"text"', b"[" * 5000])
def test_a_lock_that_says_nothing_is_a_lock_all_the_same(text: bytes) -> None:
    found = read_lock_info(text, place=PLACE, now=NOW, written=NOW - timedelta(minutes=3))
    assert found == Lock(place=PLACE, since=NOW - timedelta(minutes=3))


def test_values_of_another_type_or_length_do_no_harm() -> None:
    found = lock(ID=7, Who="a\0b\n" + "c" * 900, Operation={"x": 1}, Info=None, Created=["2026"])
    assert (found.id, found.who[:3], len(found.who), found.operation) == ("", "a b", 300, "")
    assert found.since is None


def test_an_operation_nobody_knows_is_shown_as_it_is() -> None:
    assert lock(Operation="OperationTypeImport").operation == "import"
    assert lock(Operation="<script>").operation == ""


def test_the_clock_of_the_store_is_believed_when_the_holders_clock_is_off() -> None:
    written = NOW - timedelta(minutes=2)
    assert lock(written, Created="2026-11-20T00:00:00Z").since == written
    assert lock(written, Created="2031-01-01T00:00:00Z").since == written


def test_no_lock_was_taken_in_the_future() -> None:
    assert lock(Created="2026-11-23T12:05:00Z").since == NOW
    assert lock(Created="0001-01-01T00:00:00Z").since is None


def test_more_than_an_hour_is_long() -> None:
    assert held_long(NOW - timedelta(minutes=61), NOW, HOUR)
    assert not held_long(NOW - timedelta(minutes=60), NOW, HOUR)
