"""Several web processes are one web server, also for whoever counts."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import Migrated
from tests.servers import python, until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(port: int, path: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError:
        return ""


def counted(port: int) -> float:
    families = text_string_to_metric_families(fetch(port, "/metrics"))
    return sum(
        one.value for family in families for one in family.samples
        if one.name == "rungs_request_seconds_count" and one.labels["view"] == "healthz"
    )  # fmt: skip


def test_whichever_process_is_asked_tells_the_requests_of_all(tmp_path: Path, migrated: Migrated):
    env = {
        "DJANGO_SETTINGS_MODULE": "config.settings", "RUNGS_DATA": str(tmp_path),
        "DATABASE_URL": migrated(tmp_path / "db.sqlite3"), "RUNGS_DEBUG": "1",
    }  # fmt: skip
    port = free_port()
    server = [
        "-m", "gunicorn", "--config", "python:config.gunicorn", "--workers", "3", "--threads", "1",
        "--bind", f"127.0.0.1:{port}", "--log-level", "warning",
    ]  # fmt: skip
    with python(*server, env={**env, "TMPDIR": str(tmp_path)}) as web:
        until(lambda: fetch(port, "/healthz") == "ok\n", "the start of gunicorn")
        before = counted(port)
        for _ in range(30):
            fetch(port, "/healthz")
        assert {counted(port) for _ in range(6)} == {before + 30}
        assert list(tmp_path.glob("rungs-metrics-*"))
        web.terminate()
        web.wait(20)
    assert list(tmp_path.glob("rungs-metrics-*")) == []
