from __future__ import annotations

import pytest

from maturity.core.paths import upwards


@pytest.mark.parametrize(
    ("place", "found"), [("a/b", ["a/b", "a", ""]), ("a", ["a", ""]), ("", [""]), (None, [])]
)
def test_the_way_upwards_ends_at_the_top(place, found):
    assert list(upwards(place)) == found
