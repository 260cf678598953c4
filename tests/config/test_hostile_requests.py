"""The real web server, asked by those who mean harm: it says no, goes on, and writes no secret down."""

from __future__ import annotations

import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from maturity.models import Repository
from tests.factories import make_repository, make_stack, make_token
from tests.house import database
from tests.servers import python, until

pytestmark = pytest.mark.django_db(transaction=True)
GOOD, BAD = "rungs_a-good-token-of-this-test", "rungs_a-token-nobody-ever-made"
OTHER = "glpat-not-even-one-of-ours"
SECRETS = (GOOD, BAD, OTHER, "c2VjcmV0OnNlY3JldA==")
WEB = ("-m", "gunicorn", "--config", "python:config.gunicorn", "--bind", "127.0.0.1:0")
MOST = ("--access-logfile", "-", "--log-level", "debug")


class Server:
    """gunicorn with one worker, and all it said."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.said = b""
        self._child = child
        threading.Thread(target=self._listen, daemon=True).start()
        until(lambda: b"Listening at: " in self.said and b"Booting worker" in self.said, "the start")
        found = re.search(rb"Listening at: http://127\.0\.0\.1:(\d+)", self.said)
        assert found
        self.port = int(found[1])

    def _listen(self) -> None:
        assert self._child.stdout
        for line in self._child.stdout:
            self.said += line

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def ask(self, head: str, body: bytes = b"") -> tuple[int, bytes]:
        """The status of the answer to these lines, and its text. 0: the connection was closed without one."""
        with self.connect() as wire:
            try:
                wire.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)
                wire.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it hung up before all was sent
            return _answer(wire)

    def get(self, address: str = "/api/v1/stacks", *headers: str) -> tuple[int, bytes]:
        return self.ask(
            "\n".join((f"GET {address} HTTP/1.1", "Host: localhost", "Connection: close", *headers))
        )

    def post(self, address: str, body: bytes, *headers: str) -> tuple[int, bytes]:
        lines = (f"POST {address} HTTP/1.1", "Host: localhost", "Connection: close", *headers)
        return self.ask("\n".join(lines), body)


def _answer(wire: socket.socket) -> tuple[int, bytes]:
    told = b""
    try:
        while piece := wire.recv(65536):
            told += piece
    except OSError:
        pass
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", told)
    return (int(found[1]) if found else 0), told


@pytest.fixture
def network() -> Repository:
    repository = make_repository("acme/network")
    make_stack(repository, "live/prod")
    make_token(repository, GOOD)
    return repository


@pytest.fixture
def server(network: Repository, tmp_path: Path) -> Iterator[Server]:
    env = {
        "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database(), "RUNGS_DATA": str(tmp_path),
        "BROKER_URL": f"sqlite:///{tmp_path}/queue.sqlite3", "RUNGS_LOG_LEVEL": "DEBUG",
        "TMPDIR": str(tmp_path),
    }  # fmt: skip
    with python(*WEB, *MOST, env=env) as child:
        yield Server(child)


LENGTH = "Content-Length: 1"
BEARER = f"Authorization: Bearer {GOOD}"


def test_no_token_reaches_a_log_a_row_or_an_event(server: Server, capsys: pytest.CaptureFixture[str]):
    """At the level that says most, with the access log on, sent rightly and wrongly."""
    assert server.get("/api/v1/stacks", BEARER)[0] == 200
    assert server.get("/api/v1/stacks", f"Authorization: Bearer {BAD}")[0] == 401
    assert server.get("/api/v1/stacks", f"Authorization: Token {OTHER}")[0] == 401
    assert server.get("/api/v1/stacks", f"Authorization: Basic {SECRETS[-1]}")[0] == 401
    for token in (GOOD, BAD, OTHER):
        query = f"token={token}&access_token={token}"
        assert server.get(f"/api/v1/stacks?{query}", f"Referer: http://x/?a={token}")[0] == 401
        assert server.get(f"/api/v1/stacks?environment={token}", BEARER)[0] == 200
        assert server.get(f"/api/v1/{token}?q={token}", f"User-Agent: {token}")[0] == 404
        assert server.get(f"/find/?q={token}")[0] == 302
        assert server.post(f"/api/v1/runs?x={token}", b"{", BEARER, LENGTH)[0] == 422
        assert server.post("/hooks/github/1/", b"{", f"X-Hub-Signature-256: {token}", LENGTH)[0] == 403
    for broken in ("\0", "\x01", " : ", "\x7f"):
        assert server.get("/api/v1/stacks", f"{BEARER}{broken}")[0] in (400, 401)
        assert server.get("/api/v1/stacks", f"Authorization{broken}: Bearer {GOOD}")[0] in (400, 401)
    assert server.get("/api/v1/stacks", BEARER, f" folded {GOOD}")[0] in (400, 401)
    assert server.ask(f"GET /{GOOD} {BAD} HTTP/9.9\nHost: localhost")[0] in (0, 400, 505)
    call_command("dumpdata", exclude=["contenttypes", "auth"])
    told = server.said.decode(errors="replace") + capsys.readouterr().out
    assert '"GET /api/v1/stacks HTTP/1.1" 200' in told
    assert "acme/network" in told
    assert [secret for secret in SECRETS if secret in told] == []


HARM = {
    f"Cookie: {'a=b; ' * 5_000}": 431,
    f"X-Long: {'x' * 10_000}": 431,
    "\n".join(f"X-{number}: 1" for number in range(100)): 431,
    "Content-Length: 5\nContent-Length: 6": 400,
    "Content-Length: -1": 400,
    "Content-Length: 99999999999999999999": 413,
    "Transfer-Encoding: chunked\nContent-Length: 5": 400,
    "Transfer-Encoding: gzip, chunked": 411,
    "Host: evil.example": 400,
}


def test_headers_that_mean_harm_are_refused_and_the_server_goes_on(server: Server):
    answers = {lines: server.post("/api/v1/runs?stack=live/prod", b"", lines, BEARER)[0] for lines in HARM}
    assert answers == HARM
    assert server.get("/api/v1/stacks", f"Authorization: Bearer {'x' * 10_000}")[0] == 431
    assert server.get("/api/v1/stacks", BEARER)[0] == 200


def test_an_address_without_end_is_refused(server: Server):
    assert server.get("/api/v1/stacks?stack=" + "x" * 100_000, BEARER)[0] in (400, 414)
    assert server.get("/api/v1/stacks?stack=" + "x" * 1_024, BEARER)[0] == 200


def test_a_body_without_a_length_is_asked_for_one(server: Server):
    chunk = b"5\r\nhello\r\n"
    answer, told = server.post(
        "/api/v1/runs?stack=live/prod", chunk * 3 + b"0\r\n\r\n", BEARER, "Transfer-Encoding: chunked"
    )
    assert (answer, b"the length is not told" in told) == (411, True)
    answer, _ = server.post("/hooks/github/1/", chunk + b"0\r\n\r\n", "Transfer-Encoding: chunked")
    assert answer == 403


def test_an_upload_that_breaks_off_is_no_plan(server: Server):
    answer, told = server.post(
        "/api/v1/runs?stack=live/prod&exit_code=0", b'{"format_version"', BEARER, "Content-Length: 5000"
    )
    assert (answer, b"the upload broke off" in told) == (400, True)


def test_slow_senders_do_not_keep_the_others_from_being_answered(server: Server):
    """Some: as many as there are threads would. A proxy in front takes bodies whole (docs/settings.md)."""
    slow = [server.connect() for _ in range(5)]
    for wire in slow:
        wire.sendall(
            f"POST /api/v1/runs?stack=live/prod HTTP/1.1\r\nHost: localhost\r\n{BEARER}\r\n"
            "Content-Length: 100000\r\n\r\n{".encode()
        )
    assert server.get("/api/v1/stacks", BEARER)[0] == 200
    for wire in slow:
        wire.close()
