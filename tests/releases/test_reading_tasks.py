from __future__ import annotations

from typing import Any

import pytest

from releases import tasks
from releases.core.default_checklist import DEFAULT
from releases.models import CodeReading, Service
from tests.factories import make_connection
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db


def test_what_is_due_is_given_to_workers_one_by_one(monkeypatch: pytest.MonkeyPatch):
    release = make_release(make_application(), base_commit="b" * 40)
    service = Service.objects.create(
        application=release.application,
        environment="prod",
        cluster="c",
        name="n",
        connection=make_connection(),
    )
    given: list[Any] = []
    monkeypatch.setattr(tasks.read_service, "delay", lambda pk: given.append(("service", pk)))
    monkeypatch.setattr(tasks.read_code, "delay", lambda pk: given.append(("code", pk)))
    tasks.read_for_gates()
    assert given == [("service", service.pk), ("code", release.pk)]


def test_what_was_removed_meanwhile_ends_no_worker():
    tasks.read_service(7)
    tasks.read_code(7)


def test_a_release_is_read_by_its_number():
    release = make_release(make_application())
    tasks.read_code(release.pk)
    assert CodeReading.objects.get(release=release).error


def test_what_was_read_is_asked_about_at_once():
    release = make_release(make_application(), "2.14.0", DEFAULT)
    tasks.read_code(release.pk)
    assert release.checks.filter(item="db.reversible", current=True).exists()


def test_an_opened_release_is_read_by_the_next_worker(monkeypatch: pytest.MonkeyPatch):
    given: list[Any] = []
    monkeypatch.setattr(tasks.read_code, "delay", lambda pk: given.append(("code", pk)))
    monkeypatch.setattr(tasks.read_flags_of_release, "delay", lambda pk: given.append(("flags", pk)))
    release = make_release(make_application())
    tasks.send_readings(release)
    assert given == [("code", release.pk), ("flags", release.pk)]


def test_without_a_queue_a_release_is_opened_all_the_same(monkeypatch: pytest.MonkeyPatch):
    def away(pk: int) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(tasks.read_code, "delay", away)
    tasks.send_readings(make_release(make_application()))
