"""Pictures of the running product for the documentation: `python -m tests.browser.screenshots [folder]`.

Without a folder only the picture of the README is made; with one, every page, wide, dark and narrow.

Runs `manage.py demo` in a directory of its own, so every number in a picture was found by the
real pipeline in the sample repositories.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers import program, python, until

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "screenshots"
USER, PASSWORD = "lin", "a password for pictures only"
WIDE, NARROW = 1440, 390
WHOLE = frozenset({"overview", "repository", "drift", "episode", "stack", "plan"})
Scheme = Literal["light", "dark"]


@contextmanager
def demo() -> Iterator[str]:
    """The address of a server with the sample repositories in it."""
    with tempfile.TemporaryDirectory(prefix="rungs-pictures-", ignore_cleanup_errors=True) as data:
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        environment = {"RUNGS_DATA": data, "RUNGS_URL": url, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        for words in (
            ("migrate", "--verbosity=0"),
            ("demo",),
            ("createsuperuser", "--noinput", f"--username={USER}", "--email="),
        ):
            command = [sys.executable, "manage.py", *words]
            subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)
        with python("manage.py", "up", env=environment, cwd=ROOT):
            until(lambda: answers(url), "the server answering", seconds=60)
            yield url


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=1):
            return True
    except (URLError, OSError):
        return False


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("#login", USER)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


def first_repository(page: Page) -> str:
    """The repository with the most to tell: the first row that has a next step."""
    page.goto("/repos/?below=5")
    return page.locator("tbody tr .name a").first.get_attribute("href") or "/"


def shoot(
    browser: Browser, url: str, folder: Path, width: int, scheme: Scheme, suffix: str, only: str = ""
) -> None:
    context = browser.new_context(
        base_url=url, viewport={"width": width, "height": 900}, color_scheme=scheme, device_scale_factor=2,
        reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    if not only:
        page.goto("/accounts/login/")
        page.screenshot(path=folder / f"login{suffix}.png")
    sign_in(page)
    pages = {"overview": "/"} if only else addresses(page)
    for name in [only] if only else pages:
        page.goto(pages[name])
        if name == "drift":
            page.locator(".dis > summary").first.click()
            page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}{suffix}.png", full_page=name in WHOLE)
    context.close()


def addresses(page: Page) -> dict[str, str]:
    """Every page worth a picture; where there are many alike, the one with the most to tell."""
    repository = first_repository(page)
    page.goto("/drift/")
    episode = page.locator(".dis").last.get_attribute("id") or ""
    stack = page.locator(".hm-row a").first.get_attribute("href") or "/"
    page.goto("/plans/")
    plan = page.locator(".pulls .sts a").first.get_attribute("href") or "/plans/"
    return {
        "overview": "/", "repositories": "/repos/", "repository": repository,
        "history": f"{repository}history/", "drift": "/drift/",
        "episode": f"/drift/{episode.removeprefix('e-')}/", "stack": stack, "setup": f"{stack}setup/",
        "plans": "/plans/", "plan": plan, "inbox": "/inbox/", "connect": "/repos/connect/",
        "criteria": "/criteria/",
    }  # fmt: skip


def main(folder: Path, *, every: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=flags)
        if every:
            shoot(browser, url, folder, WIDE, "light", "")
            shoot(browser, url, folder, WIDE, "dark", "-dark")
            shoot(browser, url, folder, NARROW, "light", "-phone")
        else:
            shoot(browser, url, folder, WIDE, "light", "", only="overview")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, every=len(sys.argv) > 1)
