"""What every test stands on."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path
from sqlite3 import connect
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.utils import translation

from maturity.models import guards
from tests import servers
from tests import settings as chosen
from tests.servers_hosts import TOKEN

Migrated = Callable[[Path], str]
NO_SKIP = os.environ.get("RUNGS_TESTS_NO_SKIP") == "1"

# What decides over a change tries the same inputs for everybody; whoever develops searches on.
# How long an example takes says more about what else the machine does.
hypothesis.settings.register_profile("deciding", derandomize=True, deadline=None)
hypothesis.settings.register_profile("searching", deadline=None)
hypothesis.settings.load_profile("deciding" if NO_SKIP else "searching")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    if chosen.DATABASE == "postgres":
        with servers.postgres(chosen.DIRECTORY / "postgres"):
            yield
    else:
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests with real transactions empty every table afterwards, which the guards of the Events refuse."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        guards.lift(connection.vendor, cursor.execute)


@pytest.fixture(scope="session", autouse=True)
def _house() -> Iterator[None]:
    """The broker that was asked for."""
    if chosen.BROKER == "redis":
        with servers.redis(chosen.DIRECTORY / "redis"):
            yield
    else:
        yield


def pytest_unconfigure() -> None:
    shutil.rmtree(chosen.DIRECTORY, ignore_errors=True)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A request leaves its language behind in the thread: the next test is in English again."""
    yield
    translation.deactivate()


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Path:
    """A data directory for this test alone."""
    settings.RUNGS_DATA = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """Makes an SQLite database with every table and no row, for processes of a test: its DATABASE_URL."""
    folder = tmp_path_factory.mktemp("migrated")
    env = {"RUNGS_DATA": str(folder), "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
    servers.manage("migrate", "-v0", env=env)

    def made(path: Path) -> str:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with closing(connect(folder / "db.sqlite3")) as tables, closing(connect(path)) as copy:
            tables.backup(copy)
        return f"sqlite:///{path}"

    return made


@pytest.fixture
def near(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers of this machine may be asked, and be sent a login, although they speak plain http."""
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    monkeypatch.setattr("maturity.adapters.credentials.SAFE_FOR_LOGIN", ("https", "http"))


@pytest.fixture
def bot(near: None, settings: Any) -> None:
    """The environment holds the login that a `FakeHost` knows."""
    settings.RUNGS_GIT_CREDENTIALS = f"127.0.0.1 bot {TOKEN}"


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Tests reach this machine only, and say so when they try more."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def near(host: Any) -> bool:
        try:
            return host in (None, "", "localhost") or ip_address(str(host)).is_loopback
        except ValueError:
            return False

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not near(address[0]):
            raise RuntimeError(f"a test reached for the network: {address[0]}")
        connect(self, address)

    def numeric(host: Any) -> bool:
        try:
            return bool(ip_address(str(host)))
        except ValueError:
            return False

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not near(host) and not numeric(host):
            raise RuntimeError(f"a test reached for the network: {host}")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With RUNGS_TESTS_NO_SKIP=1, what would be skipped fails: the machine lacks something it should have."""
    report = yield
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and skips are not allowed here: {report.longreprtext}"
    return report
