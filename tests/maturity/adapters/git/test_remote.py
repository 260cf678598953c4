"""Against a real git server: `git http-backend` on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
from base64 import b64encode
from contextlib import AbstractContextManager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from maturity.adapters.address import Policy, check
from maturity.adapters.credentials import Login, ask_also
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror, probe
from maturity.adapters.git.remote import probe_remote
from tests.servers import git_http, running

OPEN = Policy(http=True, private=True)
PLACE = ("127.0.0.1", "acme/infra")


def refusal(url: str, policy: Policy = OPEN) -> AdapterError:
    with pytest.raises(AdapterError) as refused:
        probe(url, policy)
    return refused.value


def test_a_repository_says_what_it_is_without_being_cloned(repo, base):
    sha = repo.commit({"a.tf": "x"})
    found = probe(f"{base}/acme/infra/", OPEN)
    assert (found.name, found.commit, found.default_branch) == ("acme/infra", sha, "main")
    assert (found.host, found.web_url) == ("other", "")


def test_the_default_branch_may_have_any_name(repo, base):
    repo.git("symbolic-ref", "HEAD", "refs/heads/trunk/main")
    repo.commit({"a.tf": "x"})
    assert probe(f"{base}/acme/infra", OPEN).default_branch == "trunk/main"


def test_a_server_with_a_detached_head_has_a_commit_and_no_branch(repo, base):
    sha = repo.commit({"a.tf": "x"})
    repo.git("checkout", "--quiet", "--detach")
    found = probe(f"{base}/acme/infra", OPEN)
    assert (found.commit, found.default_branch) == (sha, "")


def test_a_repository_that_is_not_there_is_told_plainly(base):
    assert refusal(f"{base}/acme/nothing").message == f"There is no repository at {base}/acme/nothing."


def test_an_empty_repository_has_nothing_to_scan(repo, base):
    assert refusal(f"{base}/acme/infra").message.endswith("has no commits yet.")


def test_branches_without_a_default_one_are_told_apart_from_nothing(repo, base):
    repo.commit({"a.tf": "x"})
    repo.git("symbolic-ref", "HEAD", "refs/heads/gone")
    assert "has no default branch" in refusal(f"{base}/acme/infra").message


def test_a_server_that_is_down_may_come_back(data):
    error = refusal("http://127.0.0.1:1/acme/infra")
    assert "does not answer" in error.message
    assert not error.permanent


def test_a_private_address_is_refused_before_anything_is_sent(base):
    assert "private address" in refusal(f"{base}/acme/infra", Policy(http=True)).message


def test_a_login_that_was_not_set_is_asked_for(repo, data):
    repo.commit({"a.tf": "x"})
    with git_http(repo.path.parent.parent, "bot:hunter2") as base:
        assert "needs a login" in refusal(f"{base}/acme/infra").message


def test_a_repository_that_is_forbidden_is_told_apart(repo, data):
    repo.commit({"a.tf": "x"})
    with git_http(repo.path.parent.parent, "bot:hunter2", refusing=403) as base:
        assert refusal(f"{base}/acme/infra").message == f"127.0.0.1 refuses access to {base}/acme/infra."


def test_a_server_that_never_answers_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("maturity.adapters.git.remote.PROBE_TIMEOUT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = refusal(f"http://127.0.0.1:{silent.getsockname()[1]}/acme/infra")
    assert (found.message, found.permanent) == ("127.0.0.1 did not answer within 0 seconds.", False)


@pytest.mark.parametrize("stored", [False, True])
def test_the_login_of_a_host_is_used_and_written_nowhere(repo, data, settings, monkeypatch, stored):
    """Whoever gave it: the environment, or a page."""
    repo.commit({"a.tf": "x"})
    given = "old" if stored else "hunter2"
    settings.RUNGS_GIT_CREDENTIALS = f"other.example nobody x\n127.0.0.1 bot {given}"
    if stored:
        ask_also(lambda host, path: Login("bot", "hunter2") if (host, path) == PLACE else None)
    monkeypatch.setattr("maturity.adapters.credentials.SAFE_FOR_LOGIN", ("https", "http"))
    started: list[str] = []
    start = subprocess.Popen

    def noted(argv: list[str], **more: Any) -> Any:
        started.append(repr(argv))
        return start(argv, **more)

    monkeypatch.setattr(subprocess, "Popen", noted)
    with git_http(repo.path.parent.parent, "bot:hunter2") as base:
        mirror = Mirror(f"{base}/acme/infra")
        with mirror.head(OPEN) as tree:
            assert len(tree.entries()) == 1
    written = [
        file for file in mirror.folder.rglob("*") if file.is_file() and b"hunter2" in file.read_bytes()
    ]
    assert written == []
    assert any("fetch" in words for words in started)
    secrets = ("hunter2", b64encode(b"bot:hunter2").decode())
    assert [words for words in started for secret in secrets if secret in words] == []


def test_a_login_is_never_sent_over_plain_http(repo, data, settings):
    repo.commit({"a.tf": "x"})
    settings.RUNGS_GIT_CREDENTIALS = "127.0.0.1 bot hunter2"
    with git_http(repo.path.parent.parent, "bot:hunter2") as base:
        assert "needs a login" in refusal(f"{base}/acme/infra").message


def plain_http(handler: type[BaseHTTPRequestHandler], **more: Any) -> AbstractContextManager[str]:
    return running(ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, **more)))


class Away(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}{self.path}")  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


def test_an_address_that_leads_elsewhere_is_not_followed(data):
    with plain_http(Away) as redirecting:
        assert "leads to another address" in refusal(f"{redirecting}/acme/infra").message


class Files(SimpleHTTPRequestHandler):
    """A server that knows nothing of git: it hands out the files of a repository, and what they name."""

    asked: ClassVar[list[str]] = []

    def log_message(self, format: str, *args: Any) -> None:
        self.asked.append(f"http://127.0.0.1:{self.server.server_port}")  # type: ignore[attr-defined]


def test_objects_that_are_said_to_lie_elsewhere_are_not_looked_for(repo, data, tmp_path):
    repo.commit({"a.tf": "x"})
    bare, inside = tmp_path / "plain.git", tmp_path / "inside"
    repo.git("clone", "--quiet", "--bare", ".", str(bare))
    repo.git("--git-dir", str(bare), "update-server-info")
    inside.mkdir()
    (bare / "objects").rename(inside / "objects")
    (bare / "objects" / "info").mkdir(parents=True)
    Files.asked.clear()
    with (
        plain_http(Files, directory=str(inside)) as secret,
        plain_http(Files, directory=str(tmp_path)) as server,
    ):
        (bare / "objects" / "info" / "http-alternates").write_text(f"{secret}/objects\n")
        with pytest.raises(AdapterError), Mirror(f"{server}/plain.git").head(OPEN):
            pass
        assert set(Files.asked) == {server}


def test_ssh_goes_where_the_name_led_when_it_was_checked(tmp_path, monkeypatch):
    told = tmp_path / "told"
    (tmp_path / "ssh").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {told}\n')
    (tmp_path / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    address = check("ssh://git@git.example:2222/a/b", Policy(ssh=True), resolve=lambda *_: ["8.8.8.8"])
    with pytest.raises(AdapterError):
        probe_remote(address)
    words = told.read_text().split("\n")
    assert {"-oHostName=8.8.8.8", "-oHostKeyAlias=[git.example]:2222", "-oBatchMode=yes"} <= set(words)
