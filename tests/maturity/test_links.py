"""Addresses on a repository's host."""

from __future__ import annotations

import pytest

from maturity.links import NEW_FILE_LIMIT, commit, new_file
from maturity.models import Repository


def repository(host: str, web_url: str, branch: str = "main") -> Repository:
    return Repository(name="a/b", host=host, web_url=web_url, default_branch=branch)


GITHUB = repository("github", "https://github.com/a/b")


@pytest.mark.parametrize(
    ("where", "address"),
    [(GITHUB, "https://github.com/a/b/commit/abc"),
     (repository("gitlab", "https://gitlab.com/a/b"), "https://gitlab.com/a/b/-/commit/abc"),
     (repository("local", ""), "")],
)  # fmt: skip
def test_a_commit_has_a_page_where_the_host_is_known(where: Repository, address: str) -> None:
    assert commit(where, "abc") == address


def test_a_new_file_is_filled_in_and_escaped() -> None:
    address = new_file(repository("github", "https://github.com/a/b", "release/1 x"), "a&b.yml", "k: v\n#&=+")
    assert (
        address == "https://github.com/a/b/new/release/1%20x?filename=a%26b.yml&value=k%3A+v%0A%23%26%3D%2B"
    )


@pytest.mark.parametrize("host", ["https://codeberg.org/a/b", "https://gitea.example.org/a/b"])
def test_a_gitea_server_has_the_same_form_elsewhere(host: str) -> None:
    assert new_file(repository("other", host), "a.yml", "x") == f"{host}/_new/main/?filename=a.yml&value=x"


@pytest.mark.parametrize(
    "where",
    [repository("gitlab", "https://gitlab.com/a/b"), repository("other", "https://git.example.org/a/b"),
     repository("local", ""), repository("github", "https://github.com/a/b", "")],
)  # fmt: skip
def test_other_hosts_have_none(where: Repository) -> None:
    assert new_file(where, "a.yml", "x") == ""


def test_what_is_too_long_for_an_address_is_left_to_copying() -> None:
    assert new_file(GITHUB, "a.yml", "x" * NEW_FILE_LIMIT) == ""
    assert new_file(GITHUB, "a.yml", "") == ""
