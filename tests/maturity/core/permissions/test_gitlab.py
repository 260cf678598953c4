from __future__ import annotations

from maturity.core.permissions import BY_HOST, gitlab


def test_reading_needs_no_scope_that_may_write():
    assert [one.key for one in gitlab.token_scopes()] == ["read_repository", "read_api"]


def test_only_the_summary_needs_the_whole_api():
    assert [one.key for one in gitlab.token_scopes(comments=True)] == ["read_repository", "read_api", "api"]


def test_every_scope_says_why_and_what_works_without():
    for one in BY_HOST["gitlab"]:
        assert one.why.endswith(".")
        assert one.without.endswith(".")
