"""How often a token may ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.api import limits
from maturity.models import ApiToken, Repository
from tests.factories import make_token

NOON = datetime(2026, 11, 2, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def token(network: Repository) -> ApiToken:
    return make_token(network, "rungs_another")


def granted(token: ApiToken, times: int, now: datetime = NOON) -> int:
    return sum(limits.seconds_to_wait(token, now) == 0 for _ in range(times))


def test_so_many_requests_a_minute_and_then_it_is_said_when_to_come_again(token: ApiToken, settings: Any):
    settings.RUNGS_API_PER_MINUTE = 40
    assert granted(token, 100) == 40
    assert limits.seconds_to_wait(token, NOON) == 50
    assert granted(token, 100, NOON + timedelta(minutes=1)) == 40


def test_processes_share_one_count(token: ApiToken, settings: Any):
    settings.RUNGS_API_PER_MINUTE = 40
    taken = 0
    for _process in range(50):
        limits.forget()
        taken += granted(token, 1)
    assert taken == 20  # each took a lot of two and used one of it
    assert limits.seconds_to_wait(token, NOON) == 50


def test_tokens_do_not_count_for_each_other(token: ApiToken, network: Repository, settings: Any):
    settings.RUNGS_API_PER_MINUTE = 3
    assert granted(token, 9) == 3
    assert granted(make_token(network), 9) == 3


def test_most_requests_write_nothing(token: ApiToken, settings: Any):
    settings.RUNGS_API_PER_MINUTE = 600
    with CaptureQueriesContext(connection) as made:
        assert granted(token, 90) == 90
    assert len(made) == 3


def test_who_asks_too_often_is_told_to_wait_and_nothing_is_done(ask: Any, settings: Any):
    settings.RUNGS_API_PER_MINUTE = 2
    answers = [ask("/api/v1/stacks") for _ in range(3)]
    while answers[-1].status_code == 200:  # the minute ended between them
        answers.append(ask("/api/v1/stacks"))
    wait = answers[-1].headers["Retry-After"]
    assert answers[-1].status_code == 429
    assert answers[-1].json() == {"error": f"this token asks too often: come again in {wait} s"}
    assert 1 <= int(wait) <= 60


def test_what_is_remembered_of_many_tokens_has_an_end(network: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "KEPT", 3)
    for _ in range(10):
        granted(make_token(network), 1)
    assert len(limits._left) <= 3
