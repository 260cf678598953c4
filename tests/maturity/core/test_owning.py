"""Who owns a repository, by lines of CODEOWNERS as GitHub and GitLab write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from maturity.core.facts.owners import PLACES
from maturity.core.owning import candidates, covers, read_from
from maturity.core.tree import MemoryTree


def found(text: str, *directories: str) -> list[tuple[str, int]]:
    return list(candidates(text, directories))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("* @acme/core", [("@acme/core", 1)]),
        ("# comment\n\n*  @acme/core ops@example.com # why\n", [("@acme/core", 3), ("ops@example.com", 3)]),
        ("* @first\n/** @last", [("@last", 2)]),
        ("* @acme/core\n*", []),
        ("", []),
        ("/docs/ @writers", []),
        ("[Core][2] @@acme/core\n*\n", [("@@acme/core", 2)]),
        ("^[Any thing] @dflt\n* @own\n", [("@own", 2)]),
    ],
)
def test_the_owner_of_everything_comes_first(text: str, expected: list[tuple[str, int]]):
    assert found(text) == expected


def test_without_one_it_is_who_owns_most_stacks_by_the_last_line_that_matches():
    text = "/live/ @acme/core\n/live/prod/net @acme/net\n*.md @writers\n"
    stacks = ["live/dev/a", "live/dev/b", "live/prod/net"]
    assert found(text, *stacks) == [("@acme/core", 1), ("@acme/net", 2)]
    assert found(text, "live/prod/net") == [("@acme/net", 2)]


def test_the_owners_of_stacks_follow_those_of_everything():
    assert found("* @lin\n/live/ @acme/core\n", "live/a") == [("@lin", 1), ("@acme/core", 2)]


def test_a_blank_in_a_path_may_be_escaped():
    assert found("/live\\ net/ @acme/net\n", "live net/prod") == [("@acme/net", 1)]


@pytest.mark.parametrize(
    "place", [".github/CODEOWNERS", "CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"]
)
def test_the_file_is_found_where_hosts_look(place: str):
    assert PLACES == (".github/CODEOWNERS", "CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")
    tree = MemoryTree({place: "* @acme/core", "src/CODEOWNERS": "* @no", "main.tf": ""})
    assert read_from(tree) == (place, "* @acme/core")


def test_of_two_files_the_one_counts_that_hosts_read_first():
    tree = MemoryTree({"CODEOWNERS": "* @b", ".github/CODEOWNERS": "* @a"})
    assert read_from(tree) == (".github/CODEOWNERS", "* @a")


def test_a_file_that_is_not_there_or_too_large_says_nothing():
    assert read_from(MemoryTree({"main.tf": ""})) == ("", "")
    assert read_from(MemoryTree({"CODEOWNERS": "#" * 1_000_001})) == ("", "")


def test_a_hostile_file_costs_little():
    stars, owners = "*a" * 200, " ".join(f"@o{number}" for number in range(5_000))
    lines = "\n".join(f"/{stars}{number} @x" for number in range(3_000))
    assert found(lines, *(f"live/{'a' * 200}{number}" for number in range(1_000))) == []
    assert len(found(f"* {owners}")) == 50


@given(some.text(max_size=300), some.lists(some.text(max_size=30), max_size=4))
def test_whatever_it_holds_it_is_read(text: str, directories: list[str]):
    assert all(line >= 1 for _handle, line in candidates(text, directories))
    assert covers(text, "live") in (True, False)
