"""When links are opened, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.adapters.errors import AdapterError
from releases import tasks
from releases.actions import links
from releases.actions.gathering.links import gather
from releases.adapters.pages import Page
from releases.models import Application, LinkLook, Release
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOURS = timedelta(hours=1)


@pytest.fixture
def application() -> Application:
    return make_application(runbook="https://wiki.example/shop")


def told(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    def opened(_url: str, _policy: Any) -> Page:
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    monkeypatch.setattr(links, "opened", opened)


def test_each_link_is_opened_once_a_day_and_each_hour_while_a_release_is_open(application: Application):
    assert len(links.due_links(NOW)) == 1
    assert links.due_links(NOW + 2 * HOURS) == []
    assert len(links.due_links(NOW + 24 * HOURS)) == 1
    make_release(application)
    assert links.due_links(NOW + 24.5 * HOURS) == []
    assert len(links.due_links(NOW + 25 * HOURS)) == 1


def test_a_link_that_was_changed_is_opened_at_once_and_one_taken_away_never(application: Application):
    links.due_links(NOW)
    LinkLook.objects.update(status=200, looked_at=NOW)
    application.runbook = "https://wiki.example/shop-2"
    application.save()
    assert len(links.due_links(NOW)) == 1
    look = LinkLook.objects.get()
    assert (look.url, look.status, look.looked_at) == (application.runbook, None, None)
    Application.objects.update(runbook="")
    assert links.due_links(NOW + 48 * HOURS) == []


def test_nothing_of_a_removed_application_is_opened(application: Application):
    links.due_links(NOW)
    Application.objects.update(archived=True)
    assert links.due_links(NOW + 48 * HOURS) == []


def test_what_came_of_it_reaches_the_gate(application: Application, monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, Page(200, "https://wiki.example/login"))
    release = make_release(application)
    assert gather(release, NOW).links[0].looked_at is None
    (pk,) = links.due_links(NOW)
    tasks.look_at_link(pk)
    runbook, dashboard = gather(release, NOW).links
    assert (runbook.status, runbook.led_to, runbook.closed) == (200, "https://wiki.example/login", True)
    assert (dashboard.url, dashboard.looked_at) == ("", None)
    Application.objects.update(runbook="https://wiki.example/other")
    assert gather(Release.objects.get(), NOW).links[0].status is None


def test_what_does_not_answer_is_kept_with_why(application: Application, monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, AdapterError("wiki.example cannot be reached.\0", permanent=False))
    (pk,) = links.due_links(NOW)
    assert links.look_at_link(LinkLook.objects.get(pk=pk), NOW) is False
    look = LinkLook.objects.get()
    assert (look.error, look.status, look.looked_at) == ("wiki.example cannot be reached.", None, NOW)
    tasks.look_at_link(pk + 7)  # removed meanwhile: it ends no worker
