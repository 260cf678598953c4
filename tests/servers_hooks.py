"""Where messages go to, for the tests: one server that takes everything, with a memory and with moods."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.servers import running

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Taken:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Hook:
    """reply: what is answered, asked for each request. hold: while it is clear, no answer comes."""

    url: str = ""
    reply: Callable[[Taken], Reply] = lambda taken: (200, {}, b"ok")
    taken: list[Taken] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)
    names: list[str | None] = field(default_factory=list)  # that TLS was asked for

    def answers(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.reply = lambda taken: (status, {n.replace("_", "-"): v for n, v in headers.items()}, body)


@contextmanager
def hook(tls: tuple[Path, Path] | None = None) -> Iterator[Hook]:
    """tls: a certificate and its key."""
    made = Hook()
    made.open.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hook": made}))
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # callers hang up: that is tested
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        context.sni_callback = lambda _socket, name, _context: made.names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with running(server) as url:
        made.url = url.replace("http:", "https:") if tls else url
        try:
            yield made
        finally:
            made.open.set()


class _Handler(BaseHTTPRequestHandler):
    hook: Hook

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        taken = Taken(self.path, {n.lower(): v for n, v in self.headers.items()}, body)
        status, headers, answer = self.hook.reply(taken)
        self.hook.taken.append(taken)
        self.hook.open.wait(20)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(answer)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


TOKEN = "xoxb-of-the-bot-1234"
SIGNING = "8f742231b10e8888abcd99badc0ffee0"


@dataclass
class Slack:
    """The two methods of Slack's API that Rungs uses, with a memory. says: the error instead of writing."""

    hook: Hook
    written: list[dict[str, Any]] = field(default_factory=list)
    looked: int = 0
    says: str = ""

    def reply(self, taken: Taken) -> Reply:
        if taken.headers.get("authorization") != f"Bearer {TOKEN}":
            return _json({"ok": False, "error": "invalid_auth"})
        if taken.path.endswith("/conversations.history"):
            self.looked += 1
            newest = [{**one, "type": "message"} for one in reversed(self.written)]
            return _json({"ok": True, "messages": newest[:100]})
        if self.says:
            return _json({"ok": False, "error": self.says})
        self.written.append(json.loads(taken.body))
        return _json({"ok": True, "ts": "1.2", "channel": "C024BE91L"})

    @property
    def keys(self) -> list[str]:
        return [one["metadata"]["event_payload"]["key"] for one in self.written]


@contextmanager
def slack() -> Iterator[Slack]:
    with hook() as made:
        slack = Slack(made)
        made.reply = slack.reply
        yield slack


def _json(answer: object) -> Reply:
    return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()
