"""The queue: an embedded one in a file, or Redis, by BROKER_URL alone."""

from __future__ import annotations

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, task_postrun, task_prerun, worker_init, worker_ready
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from config import start
from config.env import sqlite_path
from config.logs import run_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
TRANSPORT_ALIASES["sqlite"] = "config.broker:Transport"
start.read_settings()

TICK_SECONDS = PULSE_SECONDS = 30
# Scans and plans end themselves earlier, a plan after asking terraform to stop: this is for when they cannot.
LIMIT = settings.RUNGS_SCAN_MINUTES * 60 + 120
PLAN_LIMIT = settings.RUNGS_PLAN_MINUTES * 60 + 300
EMBEDDED = settings.BROKER_URL.startswith("sqlite:")


def transport_options() -> dict[str, Any]:
    if EMBEDDED:
        return {"path": str(sqlite_path("BROKER_URL", settings.BROKER_URL))}
    # Redis gives a message to the next worker after this time, whether or not the first still works on it.
    # Without the other two a page would wait minutes for a Redis that does not answer.
    return {
        "visibility_timeout": 2 * max(LIMIT, PLAN_LIMIT),
        "socket_connect_timeout": 5,
        "socket_timeout": 30,
    }


app = Celery("rungs")
app.conf.update(
    broker_url="sqlite://localhost" if EMBEDDED else settings.BROKER_URL,
    broker_transport_options=transport_options(),
    broker_connection_retry_on_startup=True,
    task_default_queue="default",
    # Plans have workers of their own: they take long and much memory, and a scan never waits for one.
    task_routes={"maturity.tasks.plan_stack": {"queue": "plan"}},
    task_annotations={"maturity.tasks.plan_stack": {"time_limit": PLAN_LIMIT}},
    task_ignore_result=True,
    # A worker that dies in the middle gives the message back; the Run row makes doubling harmless.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=LIMIT,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    beat_scheduler="celery.beat:Scheduler",
    beat_schedule={
        "tick": {"task": "maturity.tasks.tick", "schedule": TICK_SECONDS, "options": {"expires": 60}},
        "read": {"task": "releases.tasks.read_for_gates", "schedule": 60, "options": {"expires": 60}},
        "metrics": {"task": "releases.tasks.tick_metrics", "schedule": 60, "options": {"expires": 60}},
        "windows": {"task": "releases.tasks.tick_windows", "schedule": 60, "options": {"expires": 60}},
        "settle": {"task": "releases.tasks.settle_releases", "schedule": 60, "options": {"expires": 60}},
        "rollouts": {"task": "releases.tasks.tick_rollouts", "schedule": 60, "options": {"expires": 60}},
        "flags": {"task": "releases.tasks.tick_flags", "schedule": 300, "options": {"expires": 300}},
        "anchor": {"task": "maturity.tasks.anchor_chain", "schedule": 3600, "options": {"expires": 3600}},
    },
    timezone="UTC",
)
app.autodiscover_tasks(["maturity", "releases"])


@setup_logging.connect
def _our_logging(**_: Any) -> None:
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
@beat_init.connect
def _find_what_is_wrong(**_: Any) -> None:
    start.look_for_errors()


@task_prerun.connect
def _remember_run(args: Any = (), **_: Any) -> None:
    run_id.set(str(args[0]) if args else "")


@task_postrun.connect
def _forget_run(**_: Any) -> None:
    run_id.set("")


@worker_ready.connect
def _tell_that_we_live(sender: Any = None, **_: Any) -> None:
    from maturity.actions.watching import pulse

    pulse(sender.hostname)
    sender.timer.call_repeatedly(PULSE_SECONDS, pulse, (sender.hostname,))
