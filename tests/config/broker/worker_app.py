"""A Celery app on the embedded queue, for the processes that tests start: tasks write down when they run."""

from __future__ import annotations

import os
import time
from pathlib import Path

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["sqlite"] = "config.broker:Transport"
FOLDER = Path(os.environ.get("TEST_FOLDER", "."))

# Never the current app of the process that runs the tests: that one is ours.
app = Celery("tests", set_as_current=False, fixups=[])
app.conf.update(
    broker_url="sqlite://localhost",
    broker_transport_options={"path": str(FOLDER / "queue.sqlite3"), "lease": 2.0},
    broker_connection_retry_on_startup=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
)


@app.task(name="work")
def work(name: str, seconds: float) -> None:
    note(f"start {name}")
    time.sleep(seconds)
    note(f"done {name}")


def note(line: str) -> None:
    with (FOLDER / "notes").open("a", encoding="ascii") as notes:
        notes.write(f"{line} {os.getpid()}\n")
