"""A browser, a person who is signed in, and a worker that waits for a word."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from maturity import tasks
from maturity.models import User
from tests.factories import make_user
from tests.servers import program

FLAGS = [
    "--disable-background-networking", "--disable-component-update", "--disable-gpu", "--disable-sync",
    "--no-default-browser-check", "--no-first-run",
]  # fmt: skip
SECONDS = 10_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = program("chromium")
    if chromium is None:
        pytest.skip("chromium not installed")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, in which Django would refuse to use the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright.chromium.launch(executable_path=chromium, args=flags)


@pytest.fixture
def lin(transactional_db: None) -> User:
    return make_user("lin", first_name="Lin", last_name="Wei", is_staff=True, is_superuser=True)


Open = Callable[..., BrowserContext]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser wrote to its console; a test that expects some takes them out."""
    return []


@pytest.fixture
def open_context(browser: Browser, live_server: Any, lin: User, complaints: list[str]) -> Iterator[Open]:
    """Makes a browser window that is signed in as lin. Its complaints fail the test."""
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": 1440, "height": 900},
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(SECONDS)
        context.on("console", listen)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.add_cookies([signed_in(lin, live_server.url)])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def signed_in(user: User, url: str) -> Any:
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def page(open_context: Open) -> Page:
    return open_context().new_page()


class Worker:
    """Runs scans in a thread, as a worker would, once it is told to go."""

    def __init__(self) -> None:
        self._go = threading.Event()
        self._threads: list[threading.Thread] = []

    def delay(self, run_id: int) -> None:
        thread = threading.Thread(target=self._work, args=(run_id,))
        self._threads.append(thread)
        thread.start()

    def _work(self, run_id: int) -> None:
        self._go.wait(30)
        try:
            tasks.scan_repository(run_id)
        finally:
            connection.close()

    def go(self) -> None:
        self._go.set()

    def end(self) -> None:
        self.go()
        for thread in self._threads:
            thread.join()


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[Worker]:
    worker = Worker()
    monkeypatch.setattr("maturity.tasks.scan_repository.delay", worker.delay)
    yield worker
    worker.end()
