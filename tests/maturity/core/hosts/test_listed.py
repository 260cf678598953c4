from __future__ import annotations

import pytest

from maturity.core.hosts.listed import Unexpected, github, gitlab, topics_of
from tests.servers_hosts import owned


def test_both_hosts_words_come_to_the_same():
    found = github(owned("github", topics=["net", "net"], archived=True, fork=True, size=0))
    same = gitlab(
        owned("gitlab", topics=["net"], archived=True, forked_from_project={"id": 1}, empty_repo=True)
    )
    assert found == same
    assert (found.name, found.topics, found.archived, found.fork, found.empty) == (
        "acme/network", ("net",), True, True, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "",
        "network",
        "acme/../etc",
        "acme/<b>",
        "acme/a b",
        "-x/y",
        "acme//x",
        "a/" * 101,
        "acme/x\n",
        "x" * 300,
    ],
)
def test_what_could_not_be_a_name_is_refused(name: str):
    with pytest.raises(Unexpected):
        github({"full_name": name})
    with pytest.raises(Unexpected):
        gitlab({"path_with_namespace": name})


@pytest.mark.parametrize("found", [None, 7, [], {}, {"full_name": 7}, {"full_name": "a/b", "topics": "x"}])
def test_another_form_is_refused(found: object):
    with pytest.raises(Unexpected):
        github(found)


def test_names_of_folders_and_dots_are_names():
    assert github({"full_name": "acme/.github"}).name == "acme/.github"
    assert gitlab({"path_with_namespace": "acme/sub/deep/net"}).name == "acme/sub/deep/net"


def test_topics_are_few_and_short_words():
    assert topics_of([7, None, "x" * 900, " a ", "", "b\nc"]) == ("x" * 60, "a")
    assert len(topics_of(str(n) for n in range(900))) == 30
