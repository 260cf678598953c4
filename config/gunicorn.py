"""How gunicorn serves Rungs: `gunicorn --config python:config.gunicorn`."""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import tempfile
from typing import Any

from gunicorn.glogging import Logger

from config.logs import PlainLines

# Where web processes put their counts, so that whichever is asked at /metrics can tell those of all.
# It must be set before prometheus_client is imported; another process than gunicorn counts for itself.
COUNTS = tempfile.mkdtemp(prefix="rungs-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = COUNTS


class DiscreetLogger(Logger):  # type: ignore[misc]
    """What cannot be read as a request is written down with its headers: without the secrets in them."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log, form in ((self.error_log, self.error_fmt), (self.access_log, self.access_fmt)):
            for handler in log.handlers:
                handler.setFormatter(PlainLines(form, self.datefmt))


wsgi_app = "config.wsgi"
worker_class = "gthread"
threads = 8
control_socket_disable = True  # it would lie in a home directory, which not every user has

# A plan is sent with all that is told of it in the address; no header of ours is long.
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190

logger_class = DiscreetLogger
# For who turns it on with --access-logfile: no query and no referrer, which may hold what nobody should read.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s" %(M)s ms'


def on_starting(server: object) -> None:
    """What is wrong is said once, before any worker could say it again and again.

    What was loaded stays for good: looking for garbage in it would stop a page for a tenth of a second.
    """
    importlib.import_module(wsgi_app)
    gc.collect()
    gc.freeze()


def on_exit(server: object) -> None:
    shutil.rmtree(COUNTS, ignore_errors=True)
