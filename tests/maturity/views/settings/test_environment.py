"""What the servers were started with: every variable is shown, and no secret."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as chosen
from django.test import Client
from django.utils import timezone

from config.read import Variable
from maturity.models import CLOCK, Pulse, Role, User
from tests.conftest import Migrated
from tests.factories import days_ago, make_member, make_repository, make_run, make_team
from tests.pages import signed_in

PAGE = "/settings/environment/"
DOCS = Path(__file__).resolve().parents[4] / "docs"
# Addresses have passwords in them, the others are secrets as a whole.
ADDRESSES = {
    "BROKER_URL": "redis://:{canary}@127.0.0.1:1/0?password={canary}",
    "RUNGS_EMAIL_URL": "smtp://rungs:{canary}@127.0.0.1:1?{canary}=1",
}
OTHERS = {"RUNGS_GIT_CREDENTIALS": "git.example.com user {canary}"}
SHOW = f"""
import django; django.setup()
from django.test import Client
from maturity.models import User
user = User.objects.create_superuser("lin")
client = Client(SERVER_NAME="localhost"); client.force_login(user)
answer = client.get("{PAGE}")
assert answer.status_code == 200, answer.status_code
print(answer.content.decode())
"""


@pytest.mark.django_db
def test_every_documented_variable_is_shown_and_every_shown_one_documented(client: Client):
    page = client.get(PAGE).content.decode()
    shown = set(re.findall(r'<p class="t"><code>([A-Z_]+)</code>', page))
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (DOCS / "settings.md").read_text(), re.M)
    assert len(rows) > 25
    assert shown == set(rows)


@pytest.mark.django_db
def test_a_value_is_shown_with_where_it_came_from(client: Client, settings: Any):
    settings.RUNGS_ENVIRONMENT = {
        "A": Variable("A", "environment", False, "one"),
        "B": Variable("B", "file", True, ""),
        "C": Variable("C", "default", True, ""),
    }
    page = re.sub(r"<[^>]+>", " ", client.get(PAGE).content.decode())
    told = " ".join(page.split())
    assert "A from the environment one B from a file set C default not set" in told


def secrets() -> list[str]:
    return sorted(one.name for one in chosen.RUNGS_ENVIRONMENT.values() if one.secret)


def test_the_secrets_are_known_as_secrets():
    assert {"RUNGS_SECRET_KEY", "RUNGS_ENCRYPTION_KEYS", "RUNGS_GIT_CREDENTIALS", "RUNGS_METRICS_TOKEN",
            "RUNGS_OLD_SECRET_KEYS", "RUNGS_OIDC_CLIENT_SECRET"} <= set(secrets())  # fmt: skip


def test_no_secret_that_a_variable_holds_reaches_the_page(tmp_path: Path, migrated: Migrated):
    """In a process of its own, with a canary in every secret there is."""
    canary = "cAnArY0123456789abcdefghijklmnopqrstuvwx"
    env = {name: f"{canary}{name}" for name in secrets()}
    env |= {name: form.format(canary=canary) for name, form in {**ADDRESSES, **OTHERS}.items()}
    env |= {
        "DJANGO_SETTINGS_MODULE": "config.settings", "RUNGS_DATA": str(tmp_path), "RUNGS_DEBUG": "1",
        "DATABASE_URL": migrated(tmp_path / "db.sqlite3"), "RUNGS_EMAIL_FROM": "rungs@example.com",
    }  # fmt: skip
    env.pop("RUNGS_OIDC_ISSUER", None)
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env={**os.environ, **env}, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    assert "redis://127.0.0.1:1/0" in done.stdout
    assert canary not in done.stdout


@pytest.mark.django_db
def test_workers_the_clock_and_what_waits_are_shown(client: Client):
    assert "none was seen for a day" in client.get(PAGE).content.decode()
    Pulse.beat(CLOCK, days_ago(1 / 24))
    Pulse.beat("celery@one", timezone.now())
    make_run(make_repository(), queued_at=days_ago(1 / 24))
    page = client.get(PAGE).content.decode()
    assert "nothing starts by itself" in page
    assert "<code>celery@one</code>" in page
    assert "queued <time" in page


@pytest.mark.django_db
def test_what_the_system_checks_find_is_shown(client: Client, settings: Any):
    settings.RUNGS_ALLOW_LOCAL_PATHS = True
    assert "rungs.W004" in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_nobody_but_administrators_may_open_it(lin: User):
    admin_of_a_team = make_member("ada", make_team(), Role.ADMIN)
    assert signed_in(admin_of_a_team).get(PAGE).status_code == 403
