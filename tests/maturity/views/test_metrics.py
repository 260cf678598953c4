"""What Prometheus reads, and who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from maturity.models import CLOCK, Channel, Notification, Pulse
from tests.factories import (
    days_ago,
    make_episode,
    make_repository,
    make_run,
    make_stack,
)

pytestmark = pytest.mark.django_db


def scrape(client: Client, **headers: str) -> dict[str, float]:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return {
        f"{one.name}{sorted(one.labels.values())}": one.value
        for family in text_string_to_metric_families(answer.content.decode()) for one in family.samples
    }  # fmt: skip


def test_the_house_is_told_as_the_database_knows_it(outsider: Client):
    now = timezone.now()
    network = make_repository("acme/network", scan_error="no route")
    make_run(network, queued_at=now - timedelta(minutes=5))
    make_episode(make_stack(network))
    make_stack(network, "live/stage", failing_since=days_ago(1))
    Pulse.beat(CLOCK, now - timedelta(seconds=20))
    Pulse.beat("celery@one", now - timedelta(seconds=40))
    Pulse.beat("celery@gone", days_ago(3))
    told = scrape(outsider)
    assert told["rungs_runs_open['queued', 'scan']"] == 1
    assert 295 < told["rungs_run_waiting_seconds[]"] < 360
    assert told["rungs_drift_open[]"] == told["rungs_scans_failed[]"] == told["rungs_checks_failing[]"] == 1
    assert 20 <= told["rungs_clock_age_seconds[]"] < 80
    assert 40 <= told["rungs_worker_age_seconds['celery@one']"] < 100
    assert "rungs_worker_age_seconds['celery@gone']" not in told
    assert told["rungs_database_up[]"] == 1


def test_messages_that_wait_and_those_given_up_are_counted(outsider: Client):
    now = timezone.now()
    channel = Channel.objects.create(name="ops", kind="webhook", created_at=now)
    for number, state in enumerate(("waiting", "waiting", "dead", "sent")):
        Notification.objects.create(
            channel=channel, key=str(number), state=state, created_at=now, not_before=now
        )
    told = scrape(outsider)
    assert (told["rungs_outbox['waiting']"], told["rungs_outbox['dead']"]) == (2, 1)


def test_requests_are_counted_by_the_name_of_their_view(client: Client):
    before = scrape(client).get("rungs_request_seconds_count['maturity:overview']", 0.0)
    client.get("/")
    client.get("/nothing/here/")
    after = scrape(client)
    assert after["rungs_request_seconds_count['maturity:overview']"] == before + 1
    assert after["rungs_responses_total['4xx']"] >= 1
    assert "rungs_request_seconds_count['none']" in after


def test_a_scrape_costs_few_queries_however_much_there_is(outsider: Client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            scrape(outsider)
        return len(made)

    few = cost()
    for number in range(20):
        make_run(make_repository(f"acme/{number}"))
    assert cost() == few <= 9


@pytest.mark.parametrize(
    "asked",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_without_a_token_only_programs_of_this_machine_may_read(client: Client, asked: dict[str, Any]):
    answer = client.get("/metrics", **asked)
    assert answer.status_code == 403
    assert b"rungs_" not in answer.content


def test_behind_a_proxy_nobody_may_without_a_token(outsider: Client, settings: Any):
    settings.RUNGS_BEHIND_PROXY = 1
    assert outsider.get("/metrics").status_code == 403


def test_with_a_token_whoever_sends_it_may_and_nobody_else(outsider: Client, settings: Any):
    settings.RUNGS_METRICS_TOKEN, settings.RUNGS_BEHIND_PROXY = "s3cret", 1
    assert outsider.get("/metrics").status_code == 403
    assert outsider.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert outsider.get("/metrics", headers={"Authorization": "Bearer s3cr\u00e9t"}).status_code == 403
    assert scrape(outsider, Authorization="Bearer s3cret")["rungs_database_up[]"] == 1


def test_a_database_that_does_not_answer_is_told_and_breaks_nothing(
    outsider: Client, monkeypatch: pytest.MonkeyPatch
):
    def down(_now: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("maturity.actions.metrics.look", down)
    assert scrape(outsider)["rungs_database_up[]"] == 0
