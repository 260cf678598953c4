"""The report for a person at a terminal."""

from __future__ import annotations

import pytest

from maturity.core.assess import Assessment, assess
from maturity.core.report import text
from maturity.core.tree import MemoryTree
from tests.maturity.core.making import TERRAFORM


@pytest.fixture(name="found", scope="module")
def _found() -> Assessment:
    return assess(MemoryTree(TERRAFORM))


def test_the_first_screen_says_where_it_stands_what_blocks_and_what_to_do(found: Assessment):
    screen = "\n".join(text.render(found, name="shop").split("\n")[:34])
    assert "Level 2 of 5: declarative" in screen
    assert "What blocks level 3" in screen
    assert "Does every pull request run a plan? Not met." in screen
    assert "Do this next" in screen


def test_without_colour_no_escape_reaches_the_terminal(found: Assessment):
    assert "\x1b" not in text.render(found)
    assert "\x1b[" in text.render(found, colour=True)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_prose_keeps_to_the_width(found: Assessment, width: int):
    lines = text.render(found, width=width).split("\n")
    prose = [line for line in lines if not line.startswith("    ")]
    wide = [line for line in prose if len(line) > max(width, 52)]
    assert wide == []


def test_an_outcome_is_a_word_as_well_as_a_mark(found: Assessment):
    assert "format_checked, not met:" in text.render(found, width=110)


def test_a_repository_without_a_level_says_so_and_shows_no_ladder():
    page = text.render(assess(MemoryTree({"README.md": "# Notes\n"})))
    assert "No level" in page
    assert "next" not in page


def test_a_file_name_cannot_write_to_the_terminal():
    files = {"infra\x1b[2J/main.tf": TERRAFORM["infra/main.tf"]}
    assert "\x1b" not in text.render(assess(MemoryTree(files)))
