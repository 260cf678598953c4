"""Requests to addresses that a person typed: against real servers on this machine, and against tricks."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from maturity.adapters import outgoing
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.outgoing import Unsure, post
from tests.servers_hooks import hook

NEAR = Policy(http=True, private=True)
STRICT = Policy()


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where a connection was attempted; none succeeds."""
    seen: list[tuple[str, int]] = []

    def connect(where: tuple[str, int], _timeout: float) -> None:
        seen.append(where)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    return seen


def test_the_body_arrives_under_the_path_as_it_was_typed(server):
    answer = post(f"{server.url}/in%2Fside/?sig=a%2Bb&x=ü", b"{}", {"X-Own": "1"}, NEAR)
    assert (answer.ok, answer.text) == (True, "ok")
    taken = server.taken[0]
    assert (taken.path, taken.body) == ("/in%2Fside/?sig=a%2Bb&x=%C3%BC", b"{}")
    assert (taken.headers["x-own"], taken.headers["user-agent"]) == ("1", "rungs")
    assert taken.headers["host"] == server.url.removeprefix("http://")


def test_a_name_is_looked_up_once_and_only_what_was_checked_is_reached(tried):
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    with pytest.raises(AdapterError, match="cannot be reached"):
        post("https://rebind.example/", b"", {}, STRICT, resolve=lambda host, port: next(answers))
    assert tried == [("93.184.215.14", 443)]
    assert next(answers) == ["127.0.0.1"]


@pytest.mark.parametrize(
    "led", ["127.0.0.1", "0.0.0.0", "10.1.2.3", "169.254.169.254", "100.64.0.1", "::1", "::",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "fd00::1", "fe80::1", "2002:7f00:1::"],
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_refused(tried, led):
    for answers in ([led], ["93.184.215.14", led]):
        with pytest.raises(AdapterError, match="private address"):
            post("https://innocent.example/", b"", {}, STRICT, resolve=lambda *_, found=answers: found)
    assert tried == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "0", "0.0.0.0", "2130706433", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)  # fmt: skip
def test_this_machine_written_in_other_ways_is_refused(tried, host):
    def as_libc_reads_it(host: str, _port: int) -> list[str]:
        return [host if ":" in host else socket.inet_ntoa(socket.inet_aton(host))]

    with pytest.raises(AdapterError) as raised:
        post(f"https://{host}/", b"", {}, STRICT, resolve=as_libc_reads_it)
    assert raised.value.permanent
    assert tried == []


def test_where_private_addresses_are_allowed_the_name_is_still_looked_up_once(server):
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    port = server.url.rpartition(":")[2]
    assert post(f"http://chat.example:{port}/", b"", {}, NEAR, resolve=resolve).ok
    assert asked == ["chat.example"]
    assert server.taken[0].headers["host"] == f"chat.example:{port}"


def test_a_redirect_is_an_answer_and_is_not_followed(server):
    server.answers(307, Location=f"{server.url}/secret")
    assert post(f"{server.url}/hook", b"", {}, NEAR).status == 307
    assert [one.path for one in server.taken] == ["/hook"]


def test_proxies_of_the_environment_are_not_used(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert post(server.url, b"", {}, NEAR).ok


@pytest.mark.parametrize(
    "url", ["", "chat.example", "ftp://chat.example/", "http://chat.example/", "https://u:p@chat.example/",
            "https://chat.example/#x", "https://chat.example/?a#x", "https://chat.example/\r\nX: 1",
            "https://chat.example/?a=1\r\nX: 1", "https://chat.example/../x",
            "https://chat.example/?" + "x" * 1501],
)  # fmt: skip
def test_what_is_no_address_of_a_service_is_refused_for_good(tried, url):
    with pytest.raises(AdapterError) as raised:
        post(url, b"", {}, STRICT, resolve=lambda *_: ["93.184.215.14"])
    assert raised.value.permanent
    assert tried == []


def test_a_header_with_a_line_break_sends_nothing(server):
    with pytest.raises(AdapterError) as raised:
        post(server.url, b"", {"X-Own": "1\r\nX-Other: 2"}, NEAR)
    assert not isinstance(raised.value, Unsure)
    assert server.taken == []


def test_of_a_long_answer_only_the_beginning_is_read(server):
    server.answers(200, b"x" * (outgoing.MOST + 5000))
    assert len(post(server.url, b"", {}, NEAR).text) == outgoing.MOST


def test_where_nobody_listens_nothing_was_sent(server):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(AdapterError, match="cannot be reached") as raised:
        post(f"http://127.0.0.1:{port}/", b"", {}, NEAR)
    assert not isinstance(raised.value, Unsure)
    assert not raised.value.permanent


def test_who_takes_it_and_says_nothing_may_have_done_it(server):
    server.open.clear()
    with pytest.raises(Unsure, match="did not answer within 0 seconds"):
        post(server.url, b"", {}, NEAR, seconds=0.3)
    assert len(server.taken) == 1


@contextmanager
def dripping(line: bytes) -> Iterator[str]:
    """Whoever connects gets this line again and again, slowly, for ever."""
    over = threading.Event()

    def drip(near: socket.socket) -> None:
        with near, near.accept()[0] as far:
            while not over.wait(0.02):
                try:
                    far.sendall(line)
                except OSError:
                    return

    near = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=drip, args=(near,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{near.getsockname()[1]}/"
    finally:
        over.set()
        thread.join(5)


@pytest.mark.parametrize("line", [b"H", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: y\r\n"])
def test_an_answer_that_never_ends_ends_with_the_time(line):
    with dripping(line) as url, pytest.raises(Unsure):
        post(url, b"", {}, NEAR, seconds=0.5)


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return pem, secret


def test_over_https_the_name_is_asked_for_and_its_certificate_checked(tmp_path, monkeypatch):
    pair = certificate(tmp_path, "chat.example")
    resolve: Any = lambda *_: ["127.0.0.1"]  # noqa: E731
    with hook(pair) as server:
        port = server.url.rpartition(":")[2]
        with pytest.raises(AdapterError, match="certificate of chat"):
            post(f"https://chat.example:{port}/", b"", {}, NEAR, resolve=resolve)
        monkeypatch.setattr(outgoing, "_context", lambda: ssl.create_default_context(cafile=str(pair[0])))
        assert post(f"https://chat.example:{port}/", b"", {}, NEAR, resolve=resolve).ok
        with pytest.raises(AdapterError, match="certificate of other"):
            post(f"https://other.example:{port}/", b"", {}, NEAR, resolve=resolve)
        assert set(server.names) == {"chat.example", "other.example"}
        assert len(server.taken) == 1
