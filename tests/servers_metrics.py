"""A real Prometheus, from the system's packages, that remembers what a test wants it to."""

from __future__ import annotations

import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import WAIT, program, until


def openmetrics(series: Iterable[tuple[str, Iterable[tuple[float, float]]]]) -> str:
    """series: ('name{label="x"}', [(seconds since 1970, value)]), those of one name after each other."""
    lines: list[str] = []
    last = ""
    for name, points in series:
        bare = name.partition("{")[0]
        if bare != last:
            lines.append(f"# TYPE {bare} unknown")
            last = bare
        lines += [f"{name} {_number(value)} {at:.0f}" for at, value in points]
    return "\n".join([*lines, "# EOF", ""])


def _number(value: float) -> str:
    return {"nan": "NaN", "inf": "+Inf"}.get(str(value), str(value))


@contextmanager
def prometheus(directory: Path, remembered: str, *, web: str = "") -> Iterator[str]:
    """Its address. remembered: as `openmetrics` writes it; web: a web configuration with TLS and logins."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "remembered").write_text(remembered)
    (directory / "prometheus.yml").write_text("global: {}\n")
    (directory / "web.yml").write_text(web)
    made = ["tsdb", "create-blocks-from", "openmetrics", "remembered", "data"]
    subprocess.run([str(program("promtool")), *made], cwd=directory, check=True, capture_output=True)
    port = _free_port()
    options = ["config.file=prometheus.yml", "storage.tsdb.path=data", "web.config.file=web.yml",
               f"web.listen-address=127.0.0.1:{port}", "log.level=error"]  # fmt: skip
    argv = [str(program("prometheus")), *(f"--{one}" for one in options)]
    child = subprocess.Popen(argv, cwd=directory, stderr=subprocess.DEVNULL)
    url = f"{'https' if 'tls_server_config' in web else 'http'}://127.0.0.1:{port}"
    try:
        until(lambda: _ready(url), "the start of Prometheus")
        yield url
    finally:
        child.kill()
        child.wait(WAIT)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _ready(url: str) -> bool:
    anybody = ssl._create_unverified_context()
    try:
        with urllib.request.urlopen(f"{url}/-/ready", context=anybody) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        return error.code == 401
    except OSError:
        return False
