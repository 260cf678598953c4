"""`manage.py audit`: what an auditor does with it."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from maturity.actions import chain
from maturity.models import Event
from tests.factories import make_event, make_repository, make_user
from tests.releases.factories import make_release

pytestmark = pytest.mark.django_db


def audit(*words: str) -> tuple[str, str]:
    out, told = StringIO(), StringIO()
    call_command("audit", *words, stdout=out, stderr=told)
    return out.getvalue(), told.getvalue()


@pytest.fixture
def history() -> list[Event]:
    repository, lin = make_repository(), make_user("lin")
    made = [
        make_event(
            repository, "drift.opened", actor=lin, subject=subject, data={"why": "ok"},
            at=datetime(2026, month, 1, tzinfo=UTC),
        )
        for month, subject in ((1, "live/prod"), (2, "=HYPERLINK(1)"), (3, "line\nbreak, comma"))
    ]  # fmt: skip
    chain.seal([event.pk for event in made])
    return made


def test_a_chain_that_holds_says_how_long_it_is(history: list[Event]):
    assert "the chain holds: 3 events, 0 anchors agree, the last link is " in audit("verify")[0]


def test_an_altered_event_is_named_and_fails_the_command(history: list[Event]):
    Event.objects.filter(pk=history[1].pk).update(subject="other")
    told = StringIO()
    with pytest.raises(CommandError, match="the chain does not hold"):
        call_command("audit", "verify", stdout=StringIO(), stderr=told)
    assert told.getvalue() == "link 2: its event or its place in the chain was altered\n"


def test_the_table_is_complete_and_no_cell_is_a_formula(history: list[Event]):
    out, told = audit("export")
    rows = list(csv.DictReader(StringIO(out, newline="")))
    assert [row["subject"] for row in rows] == ["live/prod", "'=HYPERLINK(1)", "line\nbreak, comma"]
    assert {row["actor"] for row in rows} == {"lin"}
    assert told == f"3 events, the last link is {rows[-1]['hash']}\n"


def test_the_other_form_gives_each_event_as_it_is_stored(history: list[Event]):
    rows = [json.loads(line) for line in audit("export", "--format", "json")[0].splitlines()]
    assert [row["subject"] for row in rows] == [event.subject for event in history]
    assert rows[0]["data"] == {"why": "ok"}


def test_a_part_of_the_time_can_be_asked_for(history: list[Event]):
    out, told = audit("export", "--since", "2026-02-01", "--until", "2026-03-01", "--format", "json")
    assert [json.loads(line)["position"] for line in out.splitlines()] == [2]
    assert told.startswith("1 events")


def test_what_is_no_day_is_said_in_one_sentence():
    with pytest.raises(CommandError, match="yesterday is no day and no time"):
        audit("export", "--since", "yesterday")


def test_all_releases_can_be_exported_one_line_each():
    make_release()
    out, told = audit("export", "--releases")
    (row,) = csv.DictReader(StringIO(out, newline=""))
    assert (row["application"], row["version"], row["emergency"]) == ("ai-shell", "2.14.0", "False")
    assert told == "1 releases\n"
