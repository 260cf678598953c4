"""The settings of the ECS service on the page of a release, and having it read again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Role, Team
from releases.core.checklist import Checklist, Item
from releases.core.facts.service import packed
from releases.models import CodeReading, Release, Service
from tests.factories import make_connection, make_member
from tests.pages import get, signed_in
from tests.releases.core.gates.services import live
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db
PLACE, AGAIN = "/releases/ai-shell/2.14.0/service/", "/releases/applications/ai-shell/service/read/"
LIST = Checklist(items=(
    Item(key="ecs.drain", title="Drain", gate="drain_covers_session"),
    Item(key="ecs.healthy", title="Healthy", gate="healthy_percent", params={"least_small": 90}),
))  # fmt: skip


@pytest.fixture
def release() -> Release:
    application = make_application(long_lived=True, session_p95=540)
    return make_release(application, checklist=LIST, base_version="2.13.0", base_commit="b" * 40)


def serve(release: Release, **fields: Any) -> Service:
    given: dict[str, Any] = {
        "cluster": "prod",
        "name": "shell-svc",
        "live": packed(live()),
        "read_at": timezone.now(),
    }
    given["connection"] = make_connection()
    return Service.objects.create(application=release.application, environment="prod", **{**given, **fields})


def test_each_setting_has_its_value_what_is_needed_and_where_it_is_said(client: Client, release: Release):
    serve(release)
    lines = {
        "deregistration_delay": {"path": "stacks/alb.tf", "line": 41, "value": 120, "text": "120"},
        "maximum_percent": {"path": "stacks/svc.tf", "line": 7, "value": 100, "text": "100"},
    }
    CodeReading.objects.create(
        release=release, commit=release.commit, base="b" * 40, body={"service": lines}, at=timezone.now()
    )
    text = get(client, PLACE).text
    assert "ECS settings" in text
    assert "deregistration_delay 300 s + stopTimeout 120 s are 420 s" in text
    assert "stacks/alb.tf:41 says deregistration_delay 120, AWS has 300." in text
    both = "AWS 200 % in the service shell-svc Terraform 100 % stacks/svc.tf:7"
    assert f"maximum_percent drift 200 % {both}" in text
    assert "At least 100 % of 3 tasks stay healthy, 90 % are asked for" in text


def test_two_places_in_code_that_say_different_things_are_both_shown(client: Client, release: Release):
    serve(release)
    there = {"path": "live/alb.tf", "line": 7, "value": 90, "text": "90", "repository": "acme/infra",
             "url": "https://github.com/acme/infra/blob/main/live/alb.tf#L7"}  # fmt: skip
    lines = {"maximum_percent": {"path": "svc.tf", "line": 7, "text": "100", "others": [there]}}
    body = {"service": lines, "unread": ["acme/dns: it was not scanned yet"]}
    CodeReading.objects.create(
        release=release, commit=release.commit, base="b" * 40, body=body, at=timezone.now()
    )
    page = get(client, PLACE)
    assert "svc.tf:7 acme/infra: live/alb.tf:7 say different things: 100; 90" in page.text
    assert f'href="{there["url"]}"' in page.html
    assert "Terraform in other repositories was not read: acme/dns: it was not scanned yet." in page.text


def test_without_a_service_there_is_no_such_part(client: Client, release: Release):
    assert "ECS settings" not in get(client, PLACE).text


def test_a_service_nobody_reads_says_so(client: Client, release: Release):
    serve(release, connection=None, live=None, read_at=None)
    page = get(client, PLACE)
    assert "No AWS connection reads it." in page.text
    assert "Read it again" not in page.text


def test_why_it_could_not_be_read_is_said(client: Client, release: Release):
    serve(release, live=None, read_at=None, error="<b>AccessDenied</b>: no")
    page = get(client, PLACE)
    assert "<b>AccessDenied</b>: no." in page.text
    assert "<b>AccessDenied" not in page.html


def test_what_is_over_shows_no_settings_of_today(client: Client, release: Release):
    serve(release)
    Release.objects.update(state="completed")
    assert "ECS settings" not in get(client, PLACE).text


@pytest.mark.parametrize(("role", "status", "asked"), [(Role.ENGINEER, 302, True), (Role.VIEWER, 403, False)])
def test_an_engineer_has_it_read_again_and_a_viewer_does_not(
    release: Release, team: Team, role: int, status: int, asked: bool
):
    service = serve(release, asked_at=timezone.now() - timedelta(minutes=1))
    client = signed_in(make_member("mia", team, role))
    assert client.post(AGAIN, {"environment": "prod"}).status_code == status
    service.refresh_from_db()
    assert (service.asked_at is None) is asked


@pytest.mark.parametrize("environment", ["", "stage", "x" * 500])
def test_a_service_that_is_not_there_is_not_found(client: Client, release: Release, environment: str):
    serve(release)
    assert client.post(AGAIN, {"environment": environment}).status_code == 404
