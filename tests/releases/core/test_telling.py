from __future__ import annotations

from datetime import timedelta

import pytest

from releases.core.telling import few, line, short, span


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=-5), "0 min"), (timedelta(minutes=119), "119 min"), (timedelta(hours=2), "2 h"),
        (timedelta(hours=71, minutes=59), "71 h"), (timedelta(days=3), "3 days"),
    ],
)  # fmt: skip
def test_a_time_is_said_and_never_longer_than_it_was(time: timedelta, said: str):
    assert span(time) == said


def test_of_many_names_some_are_said_and_the_rest_is_counted():
    assert few(["a", "b", "c"]) == "a, b, c"
    assert few([str(number) for number in range(1_500)]) == "0, 1, 2 and 1,497 more"


def test_a_foreign_text_becomes_one_short_line():
    assert line("a\n\tb\x00\u202ec") == "a b c"
    assert (len(line("x" * 500)), line("x" * 500)[-1]) == (80, "…")


def test_commits_and_digests_are_said_shortly():
    assert short("a1b2c3d4e5") == "a1b2c3d"
    assert short("sha256:" + "f" * 64) == "sha256:ffffffffffff"
