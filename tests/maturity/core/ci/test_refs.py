from __future__ import annotations

import pytest

from maturity.core.ci._refs import by_glob, by_regex, lets_through
from maturity.core.pipeline import Event


@pytest.mark.parametrize(
    ("pattern", "default", "topic"),
    [
        ("main", True, False),
        ("master", True, False),
        ("**", True, True),
        ("feature/*", False, None),
        ("develop", None, False),
        ("master-prod", None, False),
        ("feature/prod-fix", False, False),
        ("release/*", False, False),
        ("$BRANCH", None, None),
    ],
)
def test_globs_are_about_the_default_branch_or_the_branches_people_work_on(pattern, default, topic):
    answers = [lets_through(event, [pattern], match=by_glob) for event in (Event.DEFAULT, Event.BRANCH)]
    assert answers == [default, topic]


@pytest.mark.parametrize(
    ("pattern", "default", "topic"),
    [
        ("^(main|develop)$", True, False),
        (".*", True, True),
        ("^feature/", False, None),
        ("^(?!main).*$", False, True),
        ("(a*)*b", None, None),  # could take long
        ("(", None, None),
    ],
)
def test_regular_expressions_too(pattern, default, topic):
    answers = [lets_through(event, [pattern], match=by_regex) for event in (Event.DEFAULT, Event.BRANCH)]
    assert answers == [default, topic]


def test_ignoring_some_branches_leaves_the_others():
    assert lets_through(Event.BRANCH, [], ["main"]) is True
    assert lets_through(Event.DEFAULT, [], ["main"]) is False
    assert lets_through(Event.BRANCH, [], ["**"]) is False


def test_a_long_pattern_of_stars_is_answered_at_once():
    assert by_glob("*a" * 2_000, "b" * 50) is False
