"""What workers do: each task fetches by id and calls one action."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from maturity import actions
from maturity.actions import chain, imports, notifications, pulls, states
from maturity.models import Kind, Repository, Run
from maturity.words import notices

log = logging.getLogger(__name__)


def send(run_id: int) -> None:
    """Tell the workers about a queued run. Without a broker the next tick does."""
    plans = Run.objects.filter(pk=run_id, kind=Kind.PLAN).exists()
    try:
        (plan_stack if plans else scan_repository).delay(run_id)
    except (OperationalError, OSError) as error:
        log.warning("the queue cannot be reached; the clock will send run %s again: %s", run_id, error)


@shared_task
def scan_repository(run_id: int) -> None:
    run = Run.objects.select_related("repository").filter(pk=run_id).first()
    if run is not None:
        actions.scan(run)
        run.refresh_from_db()
        log.info("scan of %s: %s", run.repository.name, run.error or run.state)


@shared_task
def plan_stack(run_id: int) -> None:
    run = Run.objects.select_related("stack", "requested_by").filter(pk=run_id).first()
    if run is not None:
        actions.check(run)
        run.refresh_from_db()
        log.info("check of %s: %s", run.stack, run.error or run.state)


@shared_task
def tick() -> None:
    for run_id in actions.tick(timezone.now()):
        send(run_id)
    for repository_id in states.due_states(timezone.now()):
        look_at_states.delay(repository_id)
    for repository_id in pulls.due(timezone.now()):
        collect_pull_requests.delay(repository_id)
    for import_id in imports.due(timezone.now()):
        import_repositories.delay(import_id)
    deliver_events.delay()
    actions.tidy()


def send_import(import_id: int) -> None:
    """Tell the workers about an import that has work to do. Without a broker the next tick does."""
    try:
        import_repositories.delay(import_id)
    except (OperationalError, OSError) as error:
        log.warning("the queue cannot be reached; the clock will send import %s again: %s", import_id, error)


@shared_task
def import_repositories(import_id: int) -> None:
    if imports.work(import_id):
        send_import(import_id)


@shared_task
def look_at_states(repository_id: int) -> None:
    for run_id in states.look_at_states(repository_id):
        send(run_id)


@shared_task
def collect_pull_requests(repository_id: int) -> None:
    repository = Repository.objects.shown().filter(pk=repository_id).first()
    for run_id in pulls.collect_pull_requests(repository) if repository else ():
        send(run_id)


@shared_task
def deliver_events() -> None:
    actions.deliver_events(timezone.now())
    notifications.reap(timezone.now())
    for channel_id in notifications.due_channels(timezone.now()):
        wake(channel_id)


@shared_task
def anchor_chain() -> None:
    chain.anchor(timezone.now())


def wake(channel_id: int) -> None:
    """Have a channel's messages sent. Without a broker the next tick does."""
    try:
        send_messages.delay(channel_id)
    except (OperationalError, OSError) as error:
        log.warning("the queue cannot be reached; the clock will send messages again: %s", error)


@shared_task
def send_messages(channel_id: int) -> None:
    """Of one channel: whoever is slow keeps no other waiting."""
    sent = notifications.send_waiting(channel_id, notices.written)
    log.info("messages sent to channel %s: %s", channel_id, sent)
