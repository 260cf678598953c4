from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from maturity import tasks
from maturity.models import Run
from tests.factories import make_event, make_repository, make_run, make_schedule

pytestmark = pytest.mark.django_db


def test_a_message_about_a_run_that_is_gone_does_nothing():
    tasks.scan_repository(4711)
    assert not Run.objects.exists()


def test_a_task_hands_its_run_to_the_action(monkeypatch):
    seen: list[Run] = []
    monkeypatch.setattr("maturity.actions.scan", seen.append)
    run = make_run(make_repository())
    tasks.scan_repository(run.pk)
    assert seen == [run]


def test_a_broker_that_is_down_loses_no_run(monkeypatch):
    def down(*_: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.scan_repository, "delay", down)
    run = make_run(make_repository())
    tasks.send(run.pk)
    assert Run.objects.get().is_open


def test_the_clock_sends_what_is_due_and_has_events_delivered(monkeypatch):
    sent: list[object] = []
    monkeypatch.setattr(tasks.scan_repository, "delay", sent.append)
    monkeypatch.setattr(tasks.deliver_events, "delay", lambda: sent.append("events"))
    make_schedule(make_repository(), next_run_at=timezone.now() - timedelta(seconds=1))
    tasks.tick()
    assert sent == [Run.objects.get().pk, "events"]


def test_the_clock_has_pull_requests_looked_at_by_the_default_queue(monkeypatch):
    sent: list[int] = []
    monkeypatch.setattr(tasks.collect_pull_requests, "delay", sent.append)
    monkeypatch.setattr(tasks.deliver_events, "delay", lambda: None)
    repository = make_repository()
    make_schedule(repository, kind="pulls", next_run_at=timezone.now())
    tasks.tick()
    assert sent == [repository.pk]
    assert not Run.objects.exists()


def test_the_clock_has_states_looked_at_and_sends_what_that_asks_for(monkeypatch):
    looked: list[int] = []
    sent: list[int] = []
    monkeypatch.setattr(tasks.look_at_states, "delay", looked.append)
    monkeypatch.setattr(tasks.deliver_events, "delay", lambda: None)
    repository = make_repository()
    make_schedule(repository, kind="state", next_run_at=timezone.now())
    tasks.tick()
    assert looked == [repository.pk]
    monkeypatch.setattr(tasks, "send", sent.append)
    monkeypatch.setattr("maturity.actions.states.look_at_states", lambda pk: [pk + 1])
    tasks.look_at_states(repository.pk)
    assert sent == [repository.pk + 1]


def test_checks_after_an_apply_are_sent_to_the_workers(monkeypatch):
    sent: list[int] = []
    monkeypatch.setattr(tasks, "send", sent.append)
    monkeypatch.setattr("maturity.actions.pulls.collect_pull_requests", lambda repository: [7, 8])
    tasks.collect_pull_requests(make_repository().pk)
    tasks.collect_pull_requests(4711)
    assert sent == [7, 8]


def test_events_are_delivered_by_their_task():
    event = make_event(None)
    tasks.deliver_events()
    event.refresh_from_db()
    assert event.delivered_at is not None


def test_plans_and_scans_go_to_workers_of_their_own(monkeypatch):
    sent: list[object] = []
    for task in (tasks.scan_repository, tasks.plan_stack):
        monkeypatch.setattr(task, "delay", lambda pk, name=task.name: sent.append((name, pk)))
    repository = make_repository()
    scan, plan = make_run(repository), make_run(repository, kind="plan", exclusive="stack:1")
    for run in (scan, plan):
        tasks.send(run.pk)
    assert sent == [("maturity.tasks.scan_repository", scan.pk), ("maturity.tasks.plan_stack", plan.pk)]
    route = tasks.plan_stack.app.amqp.router.route({}, "maturity.tasks.plan_stack")
    assert route["queue"].name == "plan"


def test_a_plan_task_hands_its_run_to_the_action(monkeypatch):
    seen: list[Run] = []
    monkeypatch.setattr("maturity.actions.check", seen.append)
    run = make_run(make_repository(), kind="plan", exclusive="stack:1")
    tasks.plan_stack(run.pk)
    tasks.plan_stack(4711)
    assert seen == [run]
