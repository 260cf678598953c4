from __future__ import annotations

from datetime import timedelta

import pytest

from maturity.core.notices.message import cut
from maturity.core.notices.retrying import pause


@pytest.mark.parametrize(
    ("failures", "asked", "seconds"),
    [
        (0, None, 30), (1, None, 30), (2, None, 60), (4, None, 240), (5, None, 480), (6, None, 900),
        (65_000, None, 900), (1, 20, 30), (1, 45, 45), (1, 86_400, 3600),
    ],
)  # fmt: skip
def test_pauses_grow_up_to_a_quarter_of_an_hour_and_what_is_asked_for_is_granted(failures, asked, seconds):
    wanted = timedelta(seconds=asked) if asked else None
    assert pause(failures, wanted) == timedelta(seconds=seconds)


def test_what_may_still_be_under_way_is_given_a_minute():
    assert pause(1, doubtful=True) == timedelta(minutes=1)


def test_a_text_is_cut_with_a_sign_and_stays_on_one_line():
    assert cut("one\ntwo   three", 20) == "one two three"
    assert cut("one two three", 8) == "one two…"
