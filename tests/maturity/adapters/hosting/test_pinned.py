"""A name that leads elsewhere by the time we connect: the connection goes where the check looked."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Any

import pytest

from maturity.adapters import address, pinned
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.hosting import connect
from tests.servers_hosts import TOKEN, FakeHost, owned

NAME = "git.example"


@pytest.fixture
def rebound(host: FakeHost, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """`git.example` leads to the host when it is checked, and must not be looked up after that."""
    settings.RUNGS_GIT_CREDENTIALS = f"{NAME} bot {TOKEN}"
    monkeypatch.setattr(address, "is_public", lambda ip: str(ip) != "127.0.0.9")

    def look_up(name: str, *_: Any, **__: Any) -> list[Any]:
        assert name in ("127.0.0.1", "127.0.0.2"), f"{name} was looked up again"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, _[0] if _ else 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return host.url.replace("127.0.0.1", NAME)


def leads_to(*ips: str) -> Any:
    def resolve(name: str, port: int) -> Sequence[str]:
        return ips

    return resolve


def test_the_name_is_not_looked_up_again(rebound: str, host: FakeHost, kind: str):
    host.repositories = [owned(kind)]
    with connect(rebound, kind, Policy(http=True), resolve=leads_to("127.0.0.1")) as forge:
        assert forge.about().name == "acme/network"


def test_the_next_address_is_tried_when_one_does_not_answer(rebound: str, host: FakeHost, kind: str):
    host.repositories = [owned(kind)]
    with connect(rebound, kind, Policy(http=True), resolve=leads_to("127.0.0.2", "127.0.0.1")) as forge:
        assert forge.about().name == "acme/network"


def test_a_host_is_told_the_name_it_goes_by(rebound: str, host: FakeHost, kind: str):
    host.repositories = [owned(kind)]
    with connect(rebound, kind, Policy(http=True), resolve=leads_to("127.0.0.1")) as forge:
        forge.about()
    assert {one.partition(":")[0] for one in host.called} == {NAME}


def test_a_name_that_leads_to_us_is_refused(rebound: str, host: FakeHost, kind: str):
    for ips in (("127.0.0.9",), ("127.0.0.1", "127.0.0.9")):
        with pytest.raises(AdapterError, match="private address"):
            connect(rebound, kind, Policy(http=True), resolve=leads_to(*ips))
    assert host.asked == []


def test_behind_a_proxy_the_proxy_looks_names_up(monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert not pinned.through_proxy("https", NAME)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    assert pinned.through_proxy("https", NAME)
    monkeypatch.setenv("no_proxy", NAME)
    assert not pinned.through_proxy("https", NAME)
