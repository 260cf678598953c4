"""Template tags."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maturity.templatetags import rungs


def pips(html: str) -> str:
    """Filled as "#", hollow as "o", neither as "."."""
    marks = {'class="pip on"': "#", 'class="pip may"': "o", 'class="pip"': "."}
    return "".join(
        mark for part in html.split("<span ") for found, mark in marks.items() if part.startswith(found)
    )


@pytest.mark.parametrize(
    ("verified", "possible", "drawn", "words"),
    [(0, 0, ".....", "L0"), (2, 2, "##...", "L2"), (2, 4, "##oo.", "possible 4"), (5, 5, "#####", "L5"),
     (3, None, "###..", "L3")],
)  # fmt: skip
def test_a_level_is_drawn_and_said(verified: int, possible: int | None, drawn: str, words: str) -> None:
    html = rungs.level(verified, possible)
    assert pips(html) == drawn
    assert words in html


def test_the_possible_level_is_said_only_when_it_differs() -> None:
    assert "possible" not in rungs.level(3, 3)


def test_no_level_is_said_in_words() -> None:
    assert "no level" in rungs.level(None)


def test_a_sign_is_hidden_and_its_word_is_not() -> None:
    html = rungs.outcome("not_met")
    assert 'aria-hidden="true"' in html
    assert html.endswith('<span class="vh">Not met: </span>')


@pytest.mark.parametrize(
    ("message", "shown"),
    [("no workflow runs it", "No workflow runs it"), ("terraform plan runs", "Terraform plan runs"),
     ("plan.yml is by hand", "plan.yml is by hand"), ("S3 has it", "S3 has it"),
     ("6 scripts", "6 scripts"), ("", "")],
)  # fmt: skip
def test_a_message_becomes_a_sentence_but_a_name_stays_a_name(message: str, shown: str) -> None:
    assert rungs.sentence(message) == shown


def test_only_levels_that_occur_have_a_segment() -> None:
    assert rungs.bar({3: 2, 1: 5, 0: 0}).count('class="seg') == 2
    assert rungs.by_level({3: 2, 1: 5, 0: 0}) == [(1, 5), (3, 2)]


def test_no_moment_has_no_age() -> None:
    assert rungs.ago(None) == ""
    assert rungs.span(None) == ""
    assert rungs.span(timedelta(hours=6)) == "6 h"
