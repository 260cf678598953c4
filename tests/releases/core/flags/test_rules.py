"""When a flag is stale or expired, what is safe, and what is told of how code treats it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from releases.core.flags import rules
from releases.core.flags.changes import Change, off_of
from releases.core.flags.mentions import finder, mentions
from releases.core.flags.reading import problems

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def stale(kind, age, unchanged=0):
    return rules.stale(rules.Age(kind, NOW - timedelta(days=age), NOW - timedelta(days=unchanged)), NOW)


@pytest.mark.parametrize(
    ("kind", "age", "unchanged", "told"),
    [
        ("release", 39, 0, ""),
        ("release", 40, 0, "it is 40 days old, and such flags live for 40 days"),
        ("experiment", 40, 0, "it is 40 days old, and such flags live for 40 days"),
        ("release", 35, 30, "nothing about it changed for 30 days"),
        ("release", 35, 29, ""),
        ("operational", 6, 6, ""),
        ("operational", 7, 0, "it is 7 days old, and such flags live for 7 days"),
        ("kill_switch", 4_000, 4_000, ""),
        ("permission", 4_000, 4_000, ""),
    ],
)
def test_a_flag_is_stale_by_its_kind(kind, age, unchanged, told):
    assert stale(kind, age, unchanged) == told


@pytest.mark.parametrize(("day", "over"), [(22, True), (23, False), (24, False)])
def test_a_flag_is_expired_after_its_last_day(day, over):
    assert rules.expired(rules.Age("release", NOW, NOW, date(2026, 11, day)), NOW) is over


@pytest.mark.parametrize(
    ("kind", "type_", "said", "off"),
    [
        ("release", "boolean", None, False),
        ("release", "boolean", True, True),
        ("kill_switch", "boolean", None, None),
        ("operational", "boolean", None, None),
        ("release", "number", None, None),
        ("release", "number", 0, 0),
    ],
)
def test_the_safe_value_is_what_was_said_or_what_such_flags_are(kind, type_, said, off):
    assert rules.off_value(kind, type_, said) is off


def test_of_a_changed_flag_the_default_before_is_safe():
    assert off_of(Change(key="a", how="changed", type="number", gives=5, before=3)) == 3
    assert off_of(Change(key="a", how="new", type="number", gives=5)) is None


def test_what_is_wrong_with_how_code_treats_a_flag_is_said():
    assert problems(declared=True, uses=[("a.ts", "", False)]) == []
    assert problems(declared=True, uses=[]) == ["no code reads it"]
    many = [(f"{n}.ts", "false", True) for n in range(4)]
    assert problems(declared=True, uses=many) == ["4 files ask the environment for it themselves"]
    assert problems(declared=False, uses=[("a", "1", True), ("b", "2", True)]) == [
        "no file declares it: its type and default are only what each line makes of it",
        "lines that read it fall back to different values: 1, 2",
    ]


def test_a_declared_flag_is_found_where_code_names_it_and_not_where_it_only_sounds_like_it():
    text = b"""x = flags.newSearch
// flags.newSearch
isOn("newSearch"); on['newSearch']
const newSearch = 1; say = "newSearch"
use(NEW_MAPS)
"""
    found = mentions("a.ts", text, {"newSearch", "NEW_MAPS"})
    assert [(one.key, one.line, one.direct) for one in found] == [
        ("newSearch", 1, False),
        ("newSearch", 3, False),
        ("NEW_MAPS", 5, False),
    ]


def test_files_that_hold_no_key_are_not_read():
    worth = finder({"a.b", "newSearch"})
    assert worth is not None
    assert worth.search(b"xa.bx")
    assert not worth.search(b"aXb")
    assert finder(set()) is None
