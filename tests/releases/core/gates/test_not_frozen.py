from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from releases.core.facts.freezes import Freezes
from releases.core.freezing import Window
from releases.core.gate import Outcome, World, all_gates

NOW = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
GATE = all_gates()["not_frozen"]


def window(starts: str, ends: str, name: str = "Year end", rule: str = "") -> Window:
    return Window(
        starts=datetime.fromisoformat(starts), ends=datetime.fromisoformat(ends), rule=rule, name=name,
        zone=ZoneInfo("Europe/Berlin"),
    )  # fmt: skip


YEAR_END = window("2026-12-18T18:00", "2027-01-04T08:00")
NIGHTS = window("2026-12-01T20:00", "2026-12-02T11:00", "Nights", "FREQ=DAILY")


def judged(*windows: Window):
    return GATE.run(World(Freezes("Prod", windows)), {}, NOW)


def test_an_open_window_stops_it_and_says_until_when():
    found = judged(YEAR_END)
    assert found.outcome is Outcome.FAILED
    assert found.reason == "Prod is frozen by Year end until 2027-01-04 07:00 UTC"


def test_windows_that_overlap_are_one_freeze_until_the_last_of_them_ends():
    found = judged(window("2026-12-24T00:00", "2026-12-24T12:00", "Eve"), YEAR_END, NIGHTS)
    assert found.reason == "Prod is frozen by Eve, Year end, Nights until 2027-01-04 10:00 UTC"


def test_a_freeze_without_an_end_is_said():
    found = judged(window("2026-01-01T00:00", "2026-01-02T00:00", "Always", "FREQ=DAILY"))
    assert found.reason == "Prod is frozen by Always, without an end"


def test_outside_of_every_window_it_says_when_the_next_one_begins():
    found = judged(window("2026-12-31T18:00", "2027-01-01T08:00"))
    assert found.outcome is Outcome.PASSED
    assert found.reason == "Prod is not frozen; the next window begins on 2026-12-31 17:00 UTC"


def test_without_a_window_and_with_none_to_come_nothing_is_frozen():
    assert judged().outcome is Outcome.PASSED
    over = judged(window("2026-01-01T00:00", "2026-01-02T00:00"))
    assert over.reason == "no freeze window of Prod comes any more"


def test_windows_that_cannot_be_read_block():
    assert GATE.run(World(), {}, NOW).outcome is Outcome.UNKNOWN
