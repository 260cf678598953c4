"""How gunicorn serves Rungs: `gunicorn --config python:config.gunicorn`."""

from __future__ import annotations

import importlib
import os
import shutil
import tempfile

# Where web processes put their counts, so that whichever is asked at /metrics can tell those of all.
# It must be set before prometheus_client is imported; another process than gunicorn counts for itself.
COUNTS = tempfile.mkdtemp(prefix="rungs-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = COUNTS

wsgi_app = "config.wsgi"
worker_class = "gthread"
threads = 8
control_socket_disable = True  # it would lie in a home directory, which not every user has


def on_starting(server: object) -> None:
    """What is wrong is said once, before any worker could say it again and again."""
    importlib.import_module(wsgi_app)


def on_exit(server: object) -> None:
    shutil.rmtree(COUNTS, ignore_errors=True)
