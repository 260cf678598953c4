"""What the engine found is said in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from maturity.core.exit_code import SENTENCE
from maturity.core.phrases import WEAK
from maturity.core.plans import guards
from maturity.words.engine import said
from tests.language import engine

GOLDEN = sorted(Path("tests/golden").glob("*/expected.json"))
ENGLISH = re.compile(
    r"\b(?:the|is|are|no|not|nothing|and|or|of|to|it|its|with|does|by|on|in|at|from|which|that)\b"
)
HOLE = re.compile(r"\{(\w+)\}")
QUOTED = re.compile(r"`[^`]*`|\S*[/.]\S*")


def messages(path: Path) -> Iterator[str]:
    """What was answered, without the lines of code that are its evidence."""
    expected = json.loads(path.read_text())
    yield expected["kind_why"]
    for answer, *places in expected["findings"].values():
        yield answer.partition(": ")[2]
        yield from (
            line
            for line in places
            if "  " not in line and not re.match(r"\S+: (?:not_)?(?:met|applicable)", line)
        )


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_no_english_is_left_in_what_was_found_in_a_repository(path: Path):
    with translation.override("zh-hans"):
        left = {text: there for text in messages(path) if ENGLISH.search(QUOTED.sub("", there := said(text)))}
    assert left == {}


@pytest.mark.parametrize("text", [*SENTENCE.values(), *(text for _, _, text in guards._UNGUARDED)])
def test_no_english_is_left_in_a_sentence_of_a_table(text: str):
    with translation.override("zh-hans"):
        assert not ENGLISH.search(QUOTED.sub("", said(text))), said(text)


@pytest.mark.parametrize("value", ["network", "live/prod/network"])
def test_every_sentence_is_found_again_with_its_values(value: str):
    """But for those of a few letters, which are found where their values are known."""
    given = {
        "met": "2",
        "n": "3",
        "when": "by hand",
        "when2": "on a schedule",
        "things": "3 stacks",
        "things2": "2 modules",
    }
    with translation.override("zh-hans"):
        known = (text for text in engine.sentences() if translation.pgettext("engine", text) != text)
        filled = (
            HOLE.sub(lambda hole: given.get(hole[1], value), text) for text in known if letters(text) >= WEAK
        )
        assert [text for text in filled if said(text) == text] == []


def letters(text: str) -> int:
    return sum(map(str.isalpha, HOLE.sub("", text)))


def test_in_english_a_sentence_is_what_was_written():
    with translation.override("en"):
        assert said("nothing applies after the merge") == "nothing applies after the merge"


def test_sentences_are_read_from_the_code_with_their_holes():
    found = engine.sentences()
    assert "{at} runs only under a condition that is known at run time" in found
    assert "Is drift put right without anybody's hands?" in found
    assert not [text for text in found if text != text.strip()]
