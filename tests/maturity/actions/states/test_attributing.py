"""Who changed what drifted. moto has no LookupEvents: what CloudTrail answers is made here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.actions.states import attribute_episode
from maturity.actions.states.attributing import attribute_open_episodes
from maturity.adapters import aws
from maturity.adapters.errors import AdapterError
from maturity.core.plans.change import ResourceChange, Role
from maturity.core.state.trail import LATE, Event
from maturity.models import Connection, DriftEpisode
from tests.factories import make_connection, make_episode, make_plan, make_repository, make_stack

pytestmark = pytest.mark.django_db
WEB = "aws_security_group.web"


@pytest.fixture
def episode() -> DriftEpisode:
    """Two resources drift, of which the cloud's name of one is known; one no longer does."""
    connection = make_connection(cloudtrail=True, region="eu-west-1")
    stack = make_stack(make_repository(), connection=connection)
    changes = (
        ResourceChange(
            address=WEB, type="aws_security_group", role=Role.DRIFT, names=("sg-1", "web", "arn:x")
        ),
        ResourceChange(address="aws_iam_role.ci", type="aws_iam_role", role=Role.DRIFT, names=("ci",)),
    )
    now = timezone.now()
    later = (now - timedelta(minutes=30)).isoformat()
    items = [
        {"address": WEB, "type": "aws_security_group", "first_seen": later, "ended": None},
        {"address": "aws_iam_role.ci", "type": "aws_iam_role", "first_seen": later, "ended": later},
        {"address": "aws_sqs_queue.q", "type": "aws_sqs_queue", "first_seen": later, "ended": None},
    ]
    first, clean = now - timedelta(hours=1), now - timedelta(hours=9)
    return make_episode(
        stack, plan=make_plan(stack, changes), items=items, first_seen_at=first, clean_before=clean
    )


class Trail:
    """Answers each question with one call, made by the resource asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, datetime, datetime]] = []

    def __call__(
        self, connection: object, since: datetime, until: datetime, *, resource: str, region: str, **_: Any
    ) -> aws.Trail:
        self.asked.append((resource, region, since, until))
        return aws.Trail((Event(name="lin", who="arn:lin", event="Change", at=since, request="r-1"),))


@pytest.fixture
def trail(monkeypatch: pytest.MonkeyPatch) -> Trail:
    trail = Trail()
    monkeypatch.setattr(aws, "look_up", trail)
    return trail


def test_what_drifts_is_asked_for_by_its_names_since_it_was_clean(
    episode: DriftEpisode, trail: Trail
) -> None:
    attribute_episode(episode)
    until = datetime.fromisoformat(episode.items[0]["first_seen"])
    window = (episode.clean_before, until)
    assert trail.asked == [("sg-1", "eu-west-1", *window), ("web", "eu-west-1", *window)]
    [who] = episode.who
    assert (who["name"], who["event"], who["address"]) == ("lin", "Change", WEB)
    assert episode.who_checked_at is not None


def test_a_service_without_a_region_is_asked_where_its_calls_are_filed(
    episode: DriftEpisode, trail: Trail
) -> None:
    episode.items[1]["ended"] = None
    attribute_episode(episode)
    assert [region for name, region, *_ in trail.asked if name == "ci"] == ["us-east-1"]


def test_nothing_is_asked_where_it_was_not_wanted(episode: DriftEpisode, trail: Trail) -> None:
    assert episode.stack.connection is not None
    episode.stack.connection.cloudtrail = False
    attribute_episode(episode)
    assert trail.asked == []
    assert episode.who_checked_at is None


@pytest.mark.parametrize("permanent", [True, False])
def test_a_refusal_is_said_on_the_connection_and_loses_nothing(
    episode: DriftEpisode, monkeypatch: pytest.MonkeyPatch, permanent: bool
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AdapterError("asking CloudTrail: no.", permanent=permanent)

    monkeypatch.setattr(aws, "look_up", refused)
    episode.who = [{"name": "bo"}]
    attribute_episode(episode)
    connection = episode.stack.connection
    assert connection is not None
    connection.refresh_from_db()
    assert connection.error == "asking CloudTrail: no."
    assert episode.who == [{"name": "bo"}]
    assert (episode.who_checked_at is not None) is permanent  # what may pass is asked again


def test_an_answer_clears_what_was_said_on_the_connection(episode: DriftEpisode, trail: Trail) -> None:
    Connection.objects.update(error="asking CloudTrail: no.")
    attribute_episode(episode)
    assert Connection.objects.get().error == ""


def test_an_episode_is_asked_about_once_and_again_when_it_grew(episode: DriftEpisode, trail: Trail) -> None:
    now = timezone.now()
    repository = episode.stack.repository_id
    attribute_open_episodes(repository, now)
    attribute_open_episodes(repository, now)
    assert len(trail.asked) == 2
    DriftEpisode.objects.update(grew_at=now + LATE)
    attribute_open_episodes(repository, now + LATE)
    assert len(trail.asked) == 2  # its calls had no time to arrive
    attribute_open_episodes(repository, now + 2 * LATE)
    assert len(trail.asked) == 4


def test_a_young_episode_waits_until_its_calls_arrived(episode: DriftEpisode, trail: Trail) -> None:
    now = timezone.now()
    DriftEpisode.objects.update(first_seen_at=now)
    attribute_open_episodes(episode.stack.repository_id, now + timedelta(minutes=14))
    assert trail.asked == []
