"""Held locks as moto's S3 and DynamoDB hold them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from maturity.adapters.aws import read_lock
from maturity.adapters.errors import AdapterError
from maturity.models import Stack
from tests.cloud import Cloud

INFO = json.dumps({
    "ID": "0c8e", "Operation": "OperationTypePlan", "Who": "lin@laptop", "Created": "2026-11-01T10:00:00Z",
})  # fmt: skip


def stack(place: str = "s3://acme-state/net.tfstate", **fields: Any) -> Stack:
    return Stack(state_place=place, **fields)


def test_a_lock_file_beside_the_state_is_a_lock(cloud: Cloud) -> None:
    s3 = cloud.bucket()
    assert read_lock(cloud.connection(), stack()) is None
    s3.put_object(Bucket="acme-state", Key="net.tfstate.tflock", Body=INFO)
    found = read_lock(cloud.connection(), stack())
    assert found is not None
    assert (found.id, found.who, found.operation) == ("0c8e", "lin@laptop", "plan")
    assert found.place == "s3://acme-state/net.tfstate.tflock"
    assert found.since is not None
    assert (
        datetime.now(UTC) - found.since
    ).total_seconds() < 60  # the store knows better when it was written


def test_another_objects_lock_is_not_ours(cloud: Cloud) -> None:
    cloud.bucket().put_object(Bucket="acme-state", Key="net.tfstate.tflock.old", Body=INFO)
    assert read_lock(cloud.connection(), stack()) is None


def test_a_workspace_has_a_lock_of_its_own(cloud: Cloud) -> None:
    cloud.bucket().put_object(Bucket="acme-state", Key="env:/stage/net.tfstate.tflock", Body=INFO)
    assert read_lock(cloud.connection(), stack()) is None
    assert read_lock(cloud.connection(), stack(workspace="stage")) is not None
    whole = stack("s3://acme-state/env:/stage/net.tfstate", workspace="stage", state_given=True)
    assert read_lock(cloud.connection(), whole) is not None


def test_an_item_in_the_table_is_a_lock_and_the_digest_beside_it_is_none(cloud: Cloud) -> None:
    cloud.bucket()
    table = cloud.lock_table()
    digest = {
        "LockID": {"S": "acme-state/net.tfstate-md5"},
        "Digest": {"S": "d41d8cd98f00b204e9800998ecf8427e"},
    }
    table.put_item(TableName="acme-locks", Item=digest)
    locked = stack(lock_table="acme-locks")
    assert read_lock(cloud.connection(), locked) is None
    table.put_item(
        TableName="acme-locks", Item={"LockID": {"S": "acme-state/net.tfstate"}, "Info": {"S": INFO}}
    )
    found = read_lock(cloud.connection(), locked)
    assert found is not None
    assert found.place == "dynamodb://acme-locks/acme-state/net.tfstate"
    assert found.since == datetime(2026, 11, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("body", [b"", b"not json", b"{" * 100_000])
def test_a_lock_nobody_can_read_is_a_lock(cloud: Cloud, body: bytes) -> None:
    cloud.bucket().put_object(Bucket="acme-state", Key="net.tfstate.tflock", Body=body)
    found = read_lock(cloud.connection(), stack())
    assert found is not None
    assert found.since is not None


def test_nothing_is_asked_when_nobody_told_where_or_how() -> None:
    assert read_lock(None, stack()) is None
    assert read_lock(Cloud("http://127.0.0.1:1").connection(), stack("")) is None


def test_a_bucket_that_is_not_there_is_said_in_words(cloud: Cloud) -> None:
    with pytest.raises(AdapterError) as raised:
        read_lock(cloud.connection(), stack())
    assert raised.value.permanent
    assert raised.value.message.startswith(
        "looking for the lock s3://acme-state/net.tfstate.tflock: NoSuchBucket"
    )
    assert "no such bucket in the account" in raised.value.message


def test_a_table_that_is_not_there_is_said_in_words(cloud: Cloud) -> None:
    cloud.bucket()
    with pytest.raises(AdapterError, match="There is no such table"):
        read_lock(cloud.connection(), stack(lock_table="acme-locks"))


def test_a_table_is_asked_in_the_region_that_the_files_name(cloud: Cloud) -> None:
    cloud.bucket()
    table = cloud.lock_table(region="eu-central-1")
    item = {"LockID": {"S": "acme-state/net.tfstate"}, "Info": {"S": INFO}}
    table.put_item(TableName="acme-locks", Item=item)
    there = stack(lock_table="acme-locks", state_region="eu-central-1")
    assert read_lock(cloud.connection(), there) is not None
    with pytest.raises(AdapterError, match="There is no such table"):
        read_lock(cloud.connection(), stack(lock_table="acme-locks"))
