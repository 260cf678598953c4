"""What the history says about how a stack is planned."""

from __future__ import annotations

import pytest
from django.utils import translation

from maturity.models import Event
from maturity.words.events import said


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("mode.changed", {"mode": "pull"}, "Rungs plans it from now on, as somebody chose"),
        ("mode.changed", {"mode": "push"}, "CI plans it from now on, as somebody chose"),
        ("schedule.changed", {"cron": ""}, "Schedule switched off by somebody"),
        ("schedule.changed", {"cron": "17 3 * * 1"},
         "Schedule set by somebody: At 03:17, only on Monday (UTC)"),
        ("schedule.changed", {"cron": "at noon"}, "Schedule set by somebody: at noon"),
    ],
)  # fmt: skip
def test_changes_of_mode_and_schedule_are_told_in_words(kind, data, words):
    assert said(Event(kind=kind, data=data)).word == words


def test_a_schedule_is_told_in_the_readers_language():
    with translation.override("zh-hans"):
        told = said(Event(kind="schedule.changed", data={"cron": "17 3 * * 1"})).word
    assert str(told).endswith("在 03:17, 仅在星期一 (UTC)")
