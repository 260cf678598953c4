"""The settings tests run under: a data directory of their own, and the servers that were asked for.

RUNGS_TEST_DATABASE=postgres and RUNGS_TEST_BROKER=redis run the whole suite on real servers,
which `tests/conftest.py` starts in that directory.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Processes that a test starts share it; workers that share the tests do not.
DIRECTORY = Path(os.environ.get("RUNGS_TEST_DIRECTORY") or tempfile.mkdtemp(prefix="rungs-tests-"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER and DIRECTORY.name != WORKER:
    DIRECTORY.chmod(0o755)  # PostgreSQL, which is nobody's, goes through it
    DIRECTORY = DIRECTORY / WORKER
    DIRECTORY.mkdir()
os.environ["RUNGS_TEST_DIRECTORY"] = str(DIRECTORY)
DATABASE = os.environ.get("RUNGS_TEST_DATABASE", "sqlite")
BROKER = os.environ.get("RUNGS_TEST_BROKER", "sqlite")

for name in list(os.environ):
    if name.startswith("RUNGS_") and not name.startswith("RUNGS_TEST"):
        del os.environ[name]
os.environ["RUNGS_SECRET_KEY"] = "for tests alone, and long enough to be one"
os.environ["RUNGS_DATA"] = str(DIRECTORY / "data")
os.environ["DATABASE_URL"] = (
    f"postgres://postgres@/rungs?host={DIRECTORY}/postgres"
    if DATABASE == "postgres"
    else f"sqlite:///{DIRECTORY}/db.sqlite3"
)
os.environ["BROKER_URL"] = (
    f"redis+socket://{DIRECTORY}/redis/socket"
    if BROKER == "redis"
    else f"sqlite:///{DIRECTORY}/queue.sqlite3"
)

from config.settings import *  # noqa: E402, F403 - the environment had to be set first
from config.settings import DATABASES, STORAGES  # noqa: E402

if DATABASE == "sqlite":
    # A file, as in production: threads then meet the locks they would meet there.
    DATABASES["default"]["TEST"] = {"NAME": DIRECTORY / "test.sqlite3"}
STATIC_ROOT = DIRECTORY / "static"
STATIC_ROOT.mkdir(exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
