"""Filter patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.linking.globs import Index, matches, selects, selects_any


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("main", "main", True),
        ("main", "mainly", False),
        ("*", "feature/x", False),
        ("**", "feature/x", True),
        ("docs/*", "docs/a/b", False),
        ("docs/**", "docs/a/b", True),
        ("docs/**", "docs", False),
        ("docs/", "docs/a", False),
        ("**/x.tf", "x.tf", True),
        ("**/x.tf", "a/b/x.tf", True),
        ("**/x.tf", "a/yx.tf", False),
        ("a/**/x", "a/x", True),
        ("**.tf", "a/b.tf", True),
        ("*.jsx?", "page.js", True),
        ("v[12].[0-9]+", "v1.10", True),
        ("v[12].[0-9]+", "v3.1", False),
        ("releases/**-alpha", "releases/10/x-alpha", True),
        ("\\*", "*", True),
        ("[", "[", True),
    ],
)
def test_patterns_mean_what_github_means(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


def test_the_last_pattern_that_matches_decides() -> None:
    patterns = ["infra/**", "!infra/docs/**", "infra/docs/keep.md"]
    assert selects(patterns, "infra/a.tf")
    assert not selects(patterns, "infra/docs/a.md")
    assert selects(patterns, "infra/docs/keep.md")
    assert not selects(["!docs/**"], "infra/a.tf")


def test_an_index_answers_as_looking_at_every_text_does() -> None:
    texts = ["a/b.tf", "infra/main.tf", "readme.md", "infra/docs/x.md"]
    taken_back = [["**.md", "!**/x.md"], ["**", "!**"], ["infra/docs/*", "!infra/**"]]
    for patterns in [["infra/*"], ["b*"], ["a?b"], *taken_back]:
        assert Index(texts).any(patterns) is selects_any(patterns, texts)


def test_a_hostile_pattern_takes_linear_time() -> None:
    assert not matches("**a" * 100 + "b", "a" * 10_000)
    assert not matches("a?" * 150 + "a" * 150, "a" * 140)
    assert not matches("x" * 10_000, "x" * 10_000)


@given(st.text(alphabet="ab/*?+[]!\\-.", max_size=30), st.text(alphabet="ab/.", max_size=30))
def test_no_pattern_raises(pattern: str, text: str) -> None:
    assert matches(pattern, text) in {True, False}


@given(st.text(alphabet="abc/.-", max_size=30))
def test_a_text_matches_itself(text: str) -> None:
    assert matches(text, text)
