"""Images as ECR tells of them, and until when they can be pulled; for moto's gaps see `service_cloud`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from maturity.models import Connection
from releases.adapters.ecs import Where
from releases.adapters.ecs.images import image_of
from releases.core.facts.service import Image, Kept
from tests.cloud import Cloud
from tests.releases import service_cloud as made
from tests.releases.service_cloud import REGISTRY, Gaps

IMAGE = f"{REGISTRY}/ai-shell:41"
PULLED = datetime(2026, 11, 20, tzinfo=UTC)
UNUSED = (
    '{"rules": [{"rulePriority": 2, "selection": {"tagStatus": "any", "countType": "sinceImagePulled",'
    ' "countUnit": "days", "countNumber": 30}, "action": {"type": "expire"}}]}'
)


@pytest.fixture
def connection(cloud: Cloud) -> Connection:
    made.put_image(cloud)
    return cloud.connection()


@pytest.fixture
def gaps(connection: Connection) -> Iterator[Gaps]:
    with Gaps().filled(connection) as gaps:
        yield gaps


def seen(connection: Connection) -> Image:
    return image_of(Where(connection=connection, cluster="prod", name="ai-shell"), IMAGE)


def test_an_image_without_a_policy_is_there_for_ever(connection: Connection, gaps: Gaps) -> None:
    assert (seen(connection).exists, seen(connection).kept) == (True, Kept())


def test_the_policy_of_its_repository_says_until_when(
    cloud: Cloud, connection: Connection, gaps: Gaps
) -> None:
    made.put_lifecycle(cloud, days=14)
    [told] = cloud.client("ecr").describe_images(repositoryName="ai-shell")["imageDetails"]
    kept = seen(connection).kept
    assert kept is not None
    assert kept.until == told["imagePushedAt"] + timedelta(days=14)
    assert kept.by == "rule 1 of the lifecycle policy of ai-shell deletes it 14 d after it was pushed"


def test_the_last_pull_counts_where_a_rule_says_so(cloud: Cloud, connection: Connection, gaps: Gaps) -> None:
    made.put_lifecycle(cloud, days=14)
    gaps.lifecycle = UNUSED
    gaps.image = {"lastRecordedPullTime": PULLED, "imagePushedAt": PULLED - timedelta(days=60)}
    kept = seen(connection).kept
    assert kept is not None
    assert kept.until == PULLED + timedelta(days=30)


@pytest.mark.parametrize("status", ["ARCHIVED", "ACTIVATING"])
def test_an_image_in_the_archive_has_to_be_restored(connection: Connection, gaps: Gaps, status: str) -> None:
    gaps.image = {"imageStatus": status}
    kept = seen(connection).kept
    assert kept is not None
    assert "archive" in kept.unknown


@pytest.mark.parametrize(
    "strange",
    [{"imagePushedAt": 7}, {"imagePushedAt": datetime.max.replace(tzinfo=UTC)}, {"imageTags": [None, {}]}],
)
def test_an_image_of_another_shape_is_borne(
    cloud: Cloud, connection: Connection, gaps: Gaps, strange: dict[str, Any]
) -> None:
    made.put_lifecycle(cloud, days=14)
    gaps.image = strange
    assert seen(connection).exists is True


def test_a_policy_that_may_not_be_read_is_unknown_and_names_the_right(
    connection: Connection, gaps: Gaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    from botocore.exceptions import ClientError

    denied = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "GetLifecyclePolicy")

    def refuse(**_given: Any) -> None:
        raise denied

    where = Where(connection=connection, cluster="prod", name="ai-shell")
    monkeypatch.setattr(where.client("ecr", "eu-west-1"), "get_lifecycle_policy", refuse)
    kept = image_of(where, IMAGE).kept
    assert kept is not None
    assert "The role needs ecr:GetLifecyclePolicy" in kept.unknown
