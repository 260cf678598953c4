"""Real servers, from the system's packages, started for the tests and stopped with them."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest

WAIT = 40.0


def program(name: str) -> str | None:
    """Where a program is; PostgreSQL's hide in a folder of their version."""
    hidden = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return shutil.which(name) or (str(hidden[0]) if hidden else None)


def needs(*names: str) -> pytest.MarkDecorator:
    missing = [name for name in names if program(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} not installed")


def until(happened: Callable[[], bool], what: str, seconds: float = WAIT) -> None:
    """Look again and again, but not for ever."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            pytest.fail(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.02)


@contextmanager
def postgres(directory: Path) -> Iterator[None]:
    """PostgreSQL on a socket in `directory`. It refuses to run as root, so root lends it to nobody."""
    initdb, server = program("initdb"), program("postgres")
    if not (initdb and server):
        pytest.skip("PostgreSQL is not installed")
    directory.mkdir(parents=True)
    user = None
    if os.geteuid() == 0:
        shutil.chown(directory, "nobody")
        directory.parent.chmod(0o755)
        user = "nobody"
    data = directory / "data"
    subprocess.run(
        [initdb, "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C"],
        check=True, capture_output=True, cwd=directory, user=user,
    )  # fmt: skip
    quick = [
        "-c",
        "fsync=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "listen_addresses=",
        "-c",
        "max_connections=200",
    ]
    with (directory / "log").open("wb") as log:
        child = subprocess.Popen(
            [server, "-D", str(data), "-k", str(directory), *quick], stderr=log, cwd=directory, user=user
        )
    try:
        until(lambda: accepts(directory), "the start of PostgreSQL")
        yield
    finally:
        child.terminate()
        child.wait(WAIT)


def accepts(directory: Path) -> bool:
    """Its socket is there before it lets anybody in."""
    try:
        psycopg.connect(host=str(directory), user="postgres", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def redis(directory: Path) -> Iterator[str]:
    """Redis on a socket in `directory`, killed at the end: its address for BROKER_URL."""
    server = program("redis-server")
    if not server:
        pytest.skip("redis-server is not installed")
    directory.mkdir(parents=True)
    socket = directory / "socket"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(directory)]
    child = subprocess.Popen([server, *options], stdout=subprocess.DEVNULL)
    try:
        until(socket.exists, "the start of Redis")
        yield f"redis+socket://{socket}"
    finally:
        child.kill()
        child.wait(WAIT)


@contextmanager
def running(server: HTTPServer) -> Iterator[str]:
    """A server of this machine in a thread, as long as the block runs: its base address."""
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def git_http(root: Path, login: str = "", refusing: int = 401) -> AbstractContextManager[str]:
    """The repositories under `root` over http, for "user:password" when given: the base address."""
    handler = type("Handler", (GitHandler,), {"root": root, "login": login, "refusing": refusing})
    return running(ThreadingHTTPServer(("127.0.0.1", 0), handler))


class GitHandler(BaseHTTPRequestHandler):
    """Just enough CGI for `git http-backend`."""

    root: Path
    login: str
    refusing: int

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, body: bytes) -> None:
        wanted = "Basic " + base64.b64encode(self.login.encode()).decode()
        if self.login and self.headers.get("Authorization") != wanted:
            self.send_response(self.refusing)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        env = {
            "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(self.root), "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body)),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "REMOTE_ADDR": "127.0.0.1",
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
        }  # fmt: skip
        answer = subprocess.run(
            ["git", "http-backend"], input=body, env=env, capture_output=True, check=False
        ).stdout
        head, _, content = answer.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@contextmanager
def python(
    *args: str, env: dict[str, str] | None = None, cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process in a group of its own, killed with the group when the block ends."""
    child = subprocess.Popen(
        [sys.executable, *args], env={**os.environ, **(env or {})}, cwd=cwd, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield child
    finally:
        kill(child)


def manage(*args: str, env: dict[str, str]) -> None:
    """A command of ours in a process of its own, with the settings of production."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **env}
    subprocess.run([sys.executable, "manage.py", *args], env=env, check=True)


def kill(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, 9)
    child.wait(WAIT)
    if child.stdout:
        child.stdout.close()
