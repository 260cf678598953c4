"""The words for checks, drift, plans and events: none is missing, and none breaks on odd data."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maturity.core.plans.change import Action, Finding
from maturity.forms.drift import STACKS, in_states
from maturity.models import DriftEpisode, Ending, Event, Outcome, PlanState, Source
from maturity.templatetags.drift import in_words, seconds, web
from maturity.words import drift, events
from tests.factories import days_ago
from tests.plan_rows import item


def test_everything_a_check_or_a_plan_can_say_has_a_word() -> None:
    assert set(drift.FINDINGS) == set(Finding)
    assert set(drift.CHECK_OUTCOMES) == set(Outcome)
    assert set(drift.SOURCES) == set(Source)
    assert set(drift.ENDINGS) == set(Ending)
    assert set(drift.PLAN_STATES) == set(PlanState)
    assert set(drift.ACTIONS) == set(Action)
    assert set(STACKS) == set(in_states(days_ago(0)))


def test_no_two_actions_have_the_same_sign() -> None:
    assert len({sign.sign for sign in drift.ACTIONS.values()}) == len(Action)


@pytest.mark.parametrize(
    ("items", "counts", "said"),
    [([item("a.b", "x")], (1, 0), "1 attribute changed on a.b"),
     ([item("a.b", "x", "y")], (1, 0), "2 attributes changed on a.b"),
     ([item("a.b", "tags.Team")], (1, 0), "Tags changed on a.b"),
     ([item("a.b")], (1, 0), "a.b changed"),
     ([item("a.b", action="delete")], (1, 1), "a.b was deleted"),
     ([item("a.b", "tags.x"), item("a.c", "tags.y")], (2, 0), "Tags changed on 2 resources"),
     ([item("a.b", "x"), item("a.c", action="delete")], (2, 1), "1 resource changed, 1 deleted"),
     ([item("a.b", action="delete"), item("a.c", action="delete")], (2, 2), "2 resources deleted"),
     ([item("a.b", "x")], (2000, 0), "2,000 resources changed"),
     ([], (3, 1), "2 resources changed, 1 deleted")],
)  # fmt: skip
def test_a_headline_says_what_changed(items: list[object], counts: tuple[int, int], said: str) -> None:
    episode = DriftEpisode(items=items, resources=counts[0], deleted=counts[1])
    assert drift.headline(episode) == said


@pytest.mark.parametrize("kind", sorted(events.kinds()))
def test_every_event_has_a_line_even_without_its_data(kind: str) -> None:
    said = str(events.said(Event(kind=kind, data={})).word)
    assert said
    assert "%(" not in said


def test_an_unknown_event_is_shown_by_its_kind() -> None:
    assert events.said(Event(kind="brand.new")).word == "brand.new"


def test_the_end_of_drift_says_how_and_after_how_long() -> None:
    event = Event(kind="drift.resolved", data={"ending": "adopted", "seconds": 90000})
    assert events.said(event).word == "Drift over after 1 d 1 h. Adopted: the code is now what the cloud is"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (" ", "never checked in 90 days"),
        ("o.o", "checked on 2 days"),
        ("1", "checked on 1 day, drift on 1 day"),
        ("E", "checked on 1 day, check failed on 1 day"),
    ],
)
def test_a_calendar_is_a_sentence_too(days: str, said: str) -> None:
    assert in_words(days) == said


@pytest.mark.parametrize(("length", "said"), [(42, "42 s"), (252, "4 min 12 s"), (3600, "1 h"), (0, "0 s")])
def test_a_short_time_is_told_to_the_second(length: int, said: str) -> None:
    assert seconds(timedelta(seconds=length)) == said


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "", "HTTPS:"]
)
def test_only_addresses_of_the_web_are_followed(address: str) -> None:
    assert web(address) == ""
    assert web("https://ci.example/1") == "https://ci.example/1"
