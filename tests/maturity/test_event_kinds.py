"""Every kind of Event that the code writes can be read as a sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from maturity.models import Event
from maturity.words import events
from maturity.words.events import Noun, kinds, nouns, said

ROOT = Path(__file__).resolve().parents[2]
KIND = re.compile(r"[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*")
LAYERS = ("actions", "accounts", "management", "tasks.py")
# Texts of that shape that are no kinds: places in tasks, files and URLs.
OTHER = re.compile(
    r"maturity\.|releases\.|config\.|django\.|rungs\.|.*\.(?:json|txt|html|py|tf|com|sqlite3|gz|md|lock|csv|zip)$"
)


def texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KIND.fullmatch(node.value):
            yield node.value


def written() -> set[str]:
    """All texts in the code that write Events, which look like a kind: wherever they are put together."""
    files = [
        path for app in ("maturity", "releases") for layer in LAYERS
        for path in [ROOT / app / layer, *(ROOT / app / layer).rglob("*.py")]
        if path.is_file() and path.suffix == ".py"
    ]  # fmt: skip
    return {text for path in files for text in texts(path) if not OTHER.match(text)}


def test_every_kind_the_code_writes_has_words():
    found = written()
    assert {"drift.opened", "connection.added", "comments.off", "level.changed"} <= found
    assert found - set(kinds()) == set()


def test_words_are_kept_for_no_kind_that_nobody_writes():
    assert set(kinds()) - written() == set()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", sorted(kinds()))
def test_an_event_of_long_ago_without_any_data_is_still_told(kind: str, language: str):
    with translation.override(language):
        assert str(said(Event(kind=kind, subject="acme/network", data={})).word) not in ("", kind)


def test_a_kind_with_words_in_two_files_ends_the_start(monkeypatch: pytest.MonkeyPatch):
    twice = [Noun("a", "A", {"a.b": events.named("x", "b")}), Noun("c", "C", {"a.b": events.named("x", "b")})]
    monkeypatch.setattr(events, "nouns", lambda: twice)
    with pytest.raises(ImportError, match=r"a\.b has words in two files"):
        kinds.__wrapped__()


def test_each_noun_has_a_key_of_its_own():
    keys = [noun.key for noun in nouns()]
    assert len(keys) == len(set(keys))
