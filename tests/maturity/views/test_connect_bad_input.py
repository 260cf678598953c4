"""What a person may type into the web page, and what of it leads into our own network."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from maturity.models import Event, Repository, Run
from tests.gitrepo import GitRepo
from tests.pages import Page
from tests.servers import git_http

PLAIN = "Only https:// addresses can be reached from here."
PATH = "Paths on this machine are not allowed here: use the https:// address, or `manage.py connect`."
LOGIN = "Leave the user and the password out of the address: an administrator sets them per host."
NONE = "That is not the address of a git repository."
HELPER = "Addresses that start a helper program are not allowed."


def answers(client: Client, url: str) -> list[str]:
    """The sentence of the live check, and of the form itself. Neither stores anything."""
    checked = client.post("/repos/connect/check/", {"url": url}, headers={"HX-Request": "true"})
    connected = client.post("/repos/connect/", {"url": url, "name": ""})
    assert (checked.status_code, connected.status_code) == (200, 422)
    assert not Repository.objects.exists()
    assert not Run.objects.exists()
    assert not Event.objects.exists()
    return [Page(checked).text, Page(connected).text]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("file:///etc", PATH),
        ("/etc", PATH),
        ("../../etc", PATH),
        ("~root", PATH),
        ("http://github.com/a/b", PLAIN),
        ("git://github.com/a/b", PLAIN),
        ("ssh://git@github.com/a/b", PLAIN),
        ("ssh://-oProxyCommand=touch%20x/a/b", PLAIN),
        ("ext::sh -c 'touch x'", NONE),
        ("ext::sh", HELPER),
        ("-uexec/a/b", NONE),
        ("--upload-pack=touch", NONE),
        ("https://--upload-pack=x/a/b", NONE),
        ("https://github.com/../../a", NONE),
        ("https://bot:hunter2@github.com/a/b", LOGIN),
        ("https://hunter2@github.com/a/b", LOGIN),
    ],
)
def test_an_address_of_the_wrong_kind_is_told_so(client, url, sentence):
    assert all(sentence in answer for answer in answers(client, url))


INSIDE = [
    "127.0.0.1", "0.0.0.0", "localhost", "LOCALHOST.", "10.0.0.1",
    "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "[::1]", "[::]", "[fe80::1]",
    "[fd00::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]",
]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_our_network_is_refused(client, host):
    assert all("is a private address" in answer for answer in answers(client, f"https://{host}/a/b"))


@pytest.mark.parametrize("leads_to", [["10.0.0.7"], ["::1"], ["140.82.121.3", "169.254.169.254"]])
def test_a_public_name_that_leads_inside_is_refused(client, monkeypatch, leads_to):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in leads_to]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    said = answers(client, "https://git.example/a/b")
    assert all("git.example is a private address" in answer for answer in said)


def test_a_password_that_was_typed_is_not_shown_stored_or_logged(client, caplog):
    caplog.set_level(logging.DEBUG)
    response = client.post("/repos/connect/", {"url": "https://bot:hunter2@github.com/a/b", "name": "net"})
    assert 'value="https://github.com/a/b"' in response.content.decode()
    assert 'value="net"' in response.content.decode()
    assert "hunter2" not in response.content.decode() + caplog.text


@pytest.fixture
def served(tmp_path: Path, settings: Any) -> Iterator[str]:
    """A git server that wants a login."""
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    GitRepo(tmp_path / "served" / "infra").commit({"main.tf": "terraform {}\n"})
    with git_http(tmp_path / "served", "bot:hunter2") as base:
        yield f"{base}/infra"


def test_a_private_repository_is_told_to_need_a_login(client, served):
    assert all("or it needs a login." in answer for answer in answers(client, served))


def test_a_server_that_refuses_its_login_is_told_without_the_token(
    client, served, settings, monkeypatch, caplog
):
    settings.RUNGS_GIT_CREDENTIALS = "127.0.0.1 bot wr0ng-t0ken"
    monkeypatch.setattr("maturity.adapters.credentials.SAFE_FOR_LOGIN", ("https", "http"))
    said = answers(client, served)
    assert all("it needs a login." in answer or "refused the login" in answer for answer in said)
    assert "wr0ng-t0ken" not in "".join(said) + caplog.text
