"""How gunicorn serves Rungs: `gunicorn --config python:config.gunicorn`."""

from __future__ import annotations

import importlib

wsgi_app = "config.wsgi"
worker_class = "gthread"
threads = 8
control_socket_disable = True  # it would lie in a home directory, which not every user has


def on_starting(server: object) -> None:
    """What is wrong is said once, before any worker could say it again and again."""
    importlib.import_module(wsgi_app)
