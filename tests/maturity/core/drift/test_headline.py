from __future__ import annotations

from datetime import timedelta

import pytest

from maturity.core.drift.episode import advance
from maturity.core.drift.headline import Headline, Shape, headline
from tests.maturity.core.drift.making import NOW, changed, deleted


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([changed("a.b", "size")], Headline(Shape.ATTRIBUTES, 1, 0, 1, "a.b")),
        ([changed("a.b", "size", "tags.A")], Headline(Shape.ATTRIBUTES, 1, 0, 2, "a.b")),
        ([changed("a.b")], Headline(Shape.CHANGED, 1, 0, 0, "a.b")),
        ([deleted("a.b")], Headline(Shape.DELETED, 0, 1, 0, "a.b")),
        ([deleted("a.b"), deleted("a.c")], Headline(Shape.DELETED, 0, 2)),
        ([changed("a.b", "tags.A", "tags_all.A")], Headline(Shape.TAGS, 1, 0, 2, "a.b")),
        ([changed("a.b", "tags"), changed("a.c", "labels.x")], Headline(Shape.TAGS, 2, 0, 2)),
        ([changed("a.b", "x"), changed("a.c", "tags")], Headline(Shape.RESOURCES, 2, 0, 2)),
        ([changed("a.b", "tags"), deleted("a.c")], Headline(Shape.RESOURCES, 1, 1, 1)),
    ],
)
def test_drift_in_few_words(changes, said):
    assert headline(advance([], changes, NOW).items) == said


def test_what_is_over_is_told_as_it_was():
    items = advance([], [changed("a.b", "size")], NOW).items
    assert headline(advance(items, [], NOW + timedelta(hours=1)).items).shape is Shape.ATTRIBUTES


def test_what_is_over_does_not_count_while_something_drifts():
    items = advance([], [changed("a.b", "size"), changed("a.c", "x")], NOW).items
    left = advance(items, [changed("a.c", "x")], NOW + timedelta(hours=1)).items
    assert headline(left) == Headline(Shape.ATTRIBUTES, 1, 0, 1, "a.c")


def test_resources_that_are_not_listed_are_counted():
    items = advance([], [changed("a.b", "tags")], NOW).items
    assert headline(items, resources=1200) == Headline(Shape.RESOURCES, 1200, 0, 1)
