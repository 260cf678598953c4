"""The settings as another process would get them."""

from __future__ import annotations

import json
import os
import re
import runpy
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).parents[2] / "config" / "settings.py"
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


WRONG = [
    ("DATABASE_URL", "mysql://me:hunter2@h/d"),
    ("DATABASE_URL", "sqlite://db"),
    ("BROKER_URL", "amqp://me:hunter2@h/d"),
    ("BROKER_URL", "redis://:hunter2@h:port/0"),
    ("BROKER_URL", "redis://"),
    ("BROKER_URL", "sqlite://queue"),
    ("RUNGS_PULLS_EVERY_MINUTES", "0"),
    ("RUNGS_URL", "gopher://x"),
    ("RUNGS_URL", "https://"),
    ("RUNGS_URL", "https://[::1"),
    ("RUNGS_URL", "https://rungs.example:port"),
    ("RUNGS_URL", "https://rungs.example/under/a/path"),
    ("RUNGS_HOSTS", "https://rungs.example"),
    ("RUNGS_HOSTS", "*"),
    ("RUNGS_BEHIND_PROXY", "nginx"),
    ("RUNGS_DEBUG", "perhaps"),
    ("RUNGS_HSTS_SECONDS", "hour"),
    ("RUNGS_SECRET_KEY_FILE", "/nowhere/key"),
    ("RUNGS_SCAN_EVERY_HOURS", "0"),
    ("RUNGS_SCAN_MINUTES", "soon"),
    ("RUNGS_STATE_EVERY_MINUTES", "0"),
    ("RUNGS_KEEP_CHECKS_DAYS", "30"),
    ("RUNGS_KEEP_PLANS_DAYS", "for ever"),
    ("RUNGS_METRIC_DAYS", "34"),
    ("RUNGS_KEEP_MESSAGES_DAYS", "6"),
    ("RUNGS_GIT_CREDENTIALS", "github.com hunter2"),
    ("RUNGS_EMAIL_URL", "http://me:hunter2@mail.example"),
    ("RUNGS_EMAIL_URL", "smtp://me:hunter2@"),
    ("RUNGS_EMAIL_URL", "smtp://me:hunter2@mail.example?tls=perhaps"),
    ("RUNGS_OIDC_ISSUER", "http://login.example/"),
    ("RUNGS_OIDC_ISSUER", "https://me:hunter2@login.example/"),
    ("RUNGS_PASSWORD_LOGIN", "never"),
    ("RUNGS_API_PER_MINUTE", "0"),
    ("RUNGS_PUSH_MB", "much"),
    ("RUNGS_PUSH_UNPACKED_MB", "0"),
    ("RUNGS_ANCHOR", "acme-audit"),
    ("RUNGS_ANCHOR_DAYS", "for ever"),
    ("RUNGS_ALLOW_HTTP", "http"),
    ("RUNGS_ALLOW_SSH", "ssh"),
    ("RUNGS_ALLOW_PRIVATE_ADDRESSES", "10.0.0.0/8"),
    ("RUNGS_ALLOW_LOCAL_PATHS", "/srv"),
    ("RUNGS_LOG_FORMAT", "xml"),
    ("RUNGS_LOG_LEVEL", "LOUD"),
    ("RUNGS_PLAN_MINUTES", "0"),
    ("RUNGS_PLANS_PER_TICK", "none"),
    ("RUNGS_PLANS_PER_REPOSITORY", "-1"),
    ("RUNGS_PLAN_WITHOUT_LOCK_FILE", "sometimes"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv("RUNGS_DATA", str(tmp_path))
    monkeypatch.setenv("RUNGS_URL", "https://rungs.example")
    for half in ("RUNGS_SECRET_KEY", "DATABASE_URL", "BROKER_URL"):
        monkeypatch.delenv(half)
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        runpy.run_path(str(SETTINGS))
    assert re.fullmatch(rf"{name} .*\.", str(refused.value))
    assert "hunter2" not in str(refused.value)


MANAGE = ("manage.py", "check")
WEB = (
    "-m",
    "gunicorn",
    "--config",
    "python:config.gunicorn",
    "--bind",
    "127.0.0.1:0",
    "--log-level",
    "error",
)
WORKER = ("-m", "celery", "--app", "config", "--quiet", "worker", "--concurrency", "1")
CLOCK = ("-m", "celery", "--app", "config", "--quiet", "beat")


@pytest.mark.parametrize("start", [MANAGE, WEB, WORKER, CLOCK])
def test_a_wrong_value_stops_whoever_starts_with_that_sentence_alone(tmp_path, start):
    done = python(*start, RUNGS_DATA=str(tmp_path), RUNGS_DEBUG="perhaps")
    assert done.returncode != 0
    assert done.stderr == "rungs: RUNGS_DEBUG is neither yes nor no: use 1 or 0.\n"


@pytest.mark.parametrize("start", [WEB, WORKER, CLOCK])
def test_what_the_checks_find_stops_those_too(tmp_path, start):
    done = python(*start, RUNGS_DATA=str(tmp_path), RUNGS_SECRET_KEY="short", PYTHONWARNINGS="ignore")
    assert done.returncode != 0
    assert "rungs: RUNGS_SECRET_KEY is too easy to guess." in done.stderr
    assert "Traceback" not in done.stderr
    assert "short" not in done.stderr


def test_every_variable_that_can_be_wrong_is_tried():
    text = SETTINGS.read_text()
    read = set(
        re.findall(
            r'(?:env_bool|env_int|env_url|web_address|hosts|credentials|broker|database|env_hops|email|apps|place_in_s3)\(\s*"(\w+)"',
            text,
        )
    )
    assert len(read) > 10
    assert read <= {name for name, _ in WRONG} | {"RUNGS_HTTPS_REDIRECT"}


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
