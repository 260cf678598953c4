"""The settings as another process would get them."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ASKED = "import json; from config import settings as s; print(json.dumps([{}], default=str))"


def python(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, *args], env={**kept, **env}, capture_output=True, text=True, check=False
    )


def settings(*names: str, **env: str) -> list[object]:
    done = python("-c", ASKED.format(", ".join(f"s.{name}" for name in names)), **env)
    assert done.returncode == 0, done.stderr
    found: list[object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("name", "value"),
    [("RUNGS_DEBUG", "perhaps"), ("DATABASE_URL", "mysql://me:hunter2@h/d"), ("RUNGS_URL", "gopher://x")],
)
def test_a_wrong_value_stops_every_command_with_one_sentence(tmp_path, name, value):
    done = python("manage.py", "check", RUNGS_DATA=str(tmp_path), **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"rungs: {name} ")
    assert done.stderr.count("\n") == 1
    assert value not in done.stderr


def test_two_addresses_are_all_that_many_machines_need(tmp_path):
    env = {"DATABASE_URL": "postgres://u:p@db/rungs", "BROKER_URL": "redis://redis:6379/0"}
    databases, broker = settings("DATABASES", "BROKER_URL", RUNGS_DATA=str(tmp_path), **env)
    assert broker == "redis://redis:6379/0"
    assert isinstance(databases, dict)
    assert databases["default"]["ENGINE"] == "django.db.backends.postgresql"


def test_an_https_address_makes_cookies_and_redirects_safe(tmp_path):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    assert settings(*names, RUNGS_DATA=str(tmp_path), RUNGS_URL="https://rungs.example") == [
        True,
        True,
        True,
        3600,
    ]
    assert settings(*names, RUNGS_DATA=str(tmp_path)) == [False, False, False, 0]


def test_the_address_people_use_is_a_host_that_is_answered(tmp_path):
    names = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS")
    hosts, origins = settings(*names, RUNGS_DATA=str(tmp_path), RUNGS_URL="https://rungs.example:8443/")
    assert origins == ["https://rungs.example:8443"]
    assert isinstance(hosts, list)
    assert "rungs.example" in hosts


def test_a_key_is_made_once_and_kept_from_others(tmp_path):
    first = settings("SECRET_KEY", RUNGS_DATA=str(tmp_path / "data"))
    assert settings("SECRET_KEY", RUNGS_DATA=str(tmp_path / "data")) == first
    assert len(str(first[0])) >= 50
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600


def test_a_key_that_is_given_is_not_written_down(tmp_path):
    assert settings("SECRET_KEY", RUNGS_DATA=str(tmp_path), RUNGS_SECRET_KEY="given") == ["given"]
    assert list(Path(tmp_path).iterdir()) == []


def test_what_the_browser_is_told_is_strict(client):
    headers = client.get("/healthz").headers
    parts = headers["Content-Security-Policy"].split("; ")
    policy = dict(part.split(" ", 1) for part in parts)
    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "style-src-elem": "'self'",
        "style-src-attr": "'unsafe-inline'", "img-src": "'self'", "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert len(headers["X-Request-ID"]) == 32
