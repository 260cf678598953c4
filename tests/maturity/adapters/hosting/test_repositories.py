from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from maturity.adapters.errors import AdapterError
from maturity.adapters.hosting import Forge, Missing, RateLimited, connect
from tests.maturity.adapters.hosting.conftest import OPEN
from tests.servers_hosts import BOT, FakeHost, owned


@pytest.fixture
def owner(host: FakeHost, kind: str) -> Iterator[Forge]:
    host.url = host.url.removesuffix("/network")
    with connect(host.url, kind, OPEN) as made:
        yield made


@pytest.fixture
def stranger(host: FakeHost, kind: str, settings: Any) -> Iterator[Forge]:
    settings.RUNGS_GIT_CREDENTIALS = ""
    host.url = host.url.removesuffix("/network")
    with connect(host.url, kind, OPEN, stranger=True) as made:
        yield made


def names(forge: Forge) -> list[str]:
    found, page, more = [], 1, True
    while more:
        rows, more = forge.repositories(page)
        found += [one.name for one in rows]
        page += 1
    return found


def test_ten_thousand_repositories_come_in_pages(owner: Forge, host: FakeHost, kind: str):
    host.repositories = [owned(kind, f"r{n}") for n in range(10_000)]
    assert names(owner) == [f"acme/r{n}" for n in range(10_000)]
    assert len(host.asked) in (101, 102)


def test_an_owner_without_repositories_has_none(owner: Forge):
    assert owner.repositories(1) == ([], False)


def test_a_person_is_listed_as_well(owner: Forge, host: FakeHost, kind: str):
    host.owner, host.repositories = "User", [owned(kind)]
    assert names(owner) == ["acme/network"]


@pytest.mark.parametrize("kind", ["github"], indirect=True)
def test_the_logins_own_private_ones_are_listed_too(host: FakeHost, kind: str):
    host.owner, host.repositories = "User", [owned(kind)]
    with connect(host.url.replace("acme/network", BOT), kind, OPEN) as own:
        assert names(own) == ["acme/network"]
    assert host.asked[-1] == "GET /api/v3/user/repos"


@pytest.mark.parametrize("kind", ["gitlab"], indirect=True)
def test_a_subgroup_is_listed_by_its_whole_path(host: FakeHost, kind: str):
    host.repositories = [owned(kind, "sub/network")]
    with connect(host.url.replace("network", "sub"), kind, OPEN) as sub:
        assert names(sub) == ["acme/sub/network"]


def test_a_name_that_is_none_hides_no_other(owner: Forge, host: FakeHost, kind: str):
    key = "full_name" if kind == "github" else "path_with_namespace"
    host.repositories = [owned(kind), {**owned(kind), key: "acme/<script>"}, owned(kind, "live")]
    assert names(owner) == ["acme/network", "acme/live"]


@pytest.mark.parametrize("raw", [b"", b"<html>", b'{"a":1}', b"[7]", b"[" * 90_000, b'[{"full_name": {}}]'])
def test_garbage_is_refused_in_words(owner: Forge, host: FakeHost, raw: bytes):
    host.raw = raw
    with pytest.raises(AdapterError, match="in a form Rungs does not know"):
        owner.repositories(1)


def test_a_limit_says_when_it_ends(owner: Forge, host: FakeHost):
    host.fail(429, {"retry-after": "600"})
    with pytest.raises(RateLimited, match="takes no more requests"):
        owner.repositories(1)


@pytest.mark.parametrize("status", [401, 403, 404, 500, 302])
def test_a_refusal_is_told_with_the_hosts_own_words(owner: Forge, host: FakeHost, status: int):
    host.fail(status, {"location": "http://127.0.0.1:9/"})
    with pytest.raises(AdapterError) as caught:
        owner.repositories(1)
    assert ("It says: “no”" in caught.value.message) == (status != 302)
    assert "pull requests" not in caught.value.message or status in (401, 403, 404)


def test_strangers_are_told_what_is_public(stranger: Forge, host: FakeHost, kind: str):
    host.public, host.repositories = True, [owned(kind)]
    assert names(stranger) == ["acme/network"]


def test_what_is_not_public_needs_a_login(stranger: Forge):
    with pytest.raises(Missing, match=r"shows strangers no acme, and no login is set for it\."):
        stranger.repositories(1)


def test_a_repository_tells_its_topics(forge: Forge, host: FakeHost, kind: str):
    host.repositories = [owned(kind, topics=["terraform", "network"])]
    assert forge.about().topics == ("terraform", "network")
