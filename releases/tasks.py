"""What workers do for releases."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from releases.actions import flags, links, metrics, reading_code, services, windows
from releases.actions.calls import answer_calls, look_at_services
from releases.actions.checking import run_checks
from releases.actions.commit_times import read_commit_time
from releases.actions.progress import note_live
from releases.actions.rollouts import going_on, judging
from releases.actions.settling import settle
from releases.core.state import BEFORE
from releases.models import Application, Deployment, LinkLook, Release, Service

EVERY = 300  # seconds: then metrics are due again
log = logging.getLogger(__name__)


@shared_task
def settle_releases() -> None:
    log.info("releases settled: %s", settle(timezone.now()))
    look_at_services(timezone.now())
    log.info("calls answered: %s", answer_calls(timezone.now()))


@shared_task
def read_for_gates() -> None:
    for service_id in services.due_services(timezone.now()):
        read_service.delay(service_id)
    for release_id in reading_code.due_readings(timezone.now()):
        read_code.delay(release_id)
    for release_id in flags.due_releases(timezone.now()):
        read_flags_of_release.delay(release_id)
    for look_id in links.due_links(timezone.now()):
        look_at_link.delay(look_id)


@shared_task
def read_service(service_id: int) -> None:
    service = Service.objects.select_related("connection").filter(pk=service_id).first()
    if service is not None and services.read_service(service, timezone.now()):
        log.info("service %s read: a step reached: %s", service, note_live(service, timezone.now()))


def send_readings(release: Release) -> None:
    """Have what was opened read at once: somebody looks at it now. Without a broker the clock does it."""
    try:
        read_code.delay(release.pk)
        read_flags_of_release.delay(release.pk)
    except (OperationalError, OSError) as error:
        log.warning("the queue cannot be reached; the clock will read %s: %s", release, error)


@shared_task
def read_code(release_id: int) -> None:
    release = Release.objects.select_related("application__repository").filter(pk=release_id).first()
    if release is not None:
        log.info("code of %s read: %s", release, reading_code.read_code(release, timezone.now()))
        _ask_again(release)


def _ask_again(release: Release) -> None:
    """What was read changes answers, and the rollback plan: nobody accepts one that is about to change."""
    if release.state in BEFORE:
        run_checks(release, timezone.now())


@shared_task
def tick_metrics() -> None:
    for metric_ids in metrics.due_metrics(timezone.now()):
        collect_metrics.apply_async((metric_ids,), expires=EVERY)
    metrics.forget_old(timezone.now())


@shared_task
def collect_metrics(metric_ids: list[int]) -> None:
    log.info("metrics collected: %s", metrics.collect(metric_ids, timezone.now()))


@shared_task
def look_at_link(look_id: int) -> None:
    look = LinkLook.objects.filter(pk=look_id).first()
    if look is not None:
        log.info("%s opened: %s", look, links.look_at_link(look, timezone.now()))


@shared_task
def tick_rollouts() -> None:
    for release_id in judging.due_guards():
        watch_release.delay(release_id)
    for step_id in judging.due_steps(timezone.now()):
        judge_step.delay(step_id)
    for release_id in going_on.due_to_go_on():
        log.info("release %s goes on: %s", release_id, going_on.go_on_by_itself(release_id, timezone.now()))


@shared_task
def watch_release(release_id: int) -> None:
    log.info("release %s watched: fails: %s", release_id, judging.watch(release_id, timezone.now()))


@shared_task
def judge_step(step_id: int) -> None:
    log.info("step %s judged: %s", step_id, judging.judge_step(step_id, timezone.now()))


@shared_task
def tick_flags() -> None:
    for application_id in flags.due(timezone.now()):
        read_flags.delay(application_id)


def send_flags(application_id: int) -> bool:
    """Have an application's flags read anew. False without a broker: the clock does it."""
    try:
        read_flags.delay(application_id, again=True)
    except (OperationalError, OSError) as error:
        log.warning("the queue cannot be reached; the clock will read flags again: %s", error)
        return False
    return True


@shared_task
def read_flags(application_id: int, *, again: bool = False) -> None:
    rows = Application.objects.shown().select_related("repository__current__snapshot")
    application = rows.filter(pk=application_id).first()
    if application is not None:
        found = flags.look(application, timezone.now(), again=again)
        log.info("flags of %s: %s", application, found.error if found else "no code")


@shared_task
def read_flags_of_release(release_id: int) -> None:
    release = Release.objects.select_related("application__repository").filter(pk=release_id).first()
    if release is not None:
        flags.look_at_release(release, timezone.now())
        _ask_again(release)


@shared_task
def tick_windows() -> None:
    for deployment_id in windows.due_deployments(timezone.now()):
        look_at_deployment.delay(deployment_id)


@shared_task
def look_at_deployment(deployment_id: int) -> None:
    deployment = Deployment.objects.select_related("application__repository").filter(pk=deployment_id).first()
    if deployment is not None:
        read_commit_time(deployment)
        log.info("%s judged: %s times", deployment, windows.take_windows(deployment, timezone.now()))
