"""Versions of states as moto's S3 keeps them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from maturity.adapters.aws import states
from maturity.adapters.errors import AdapterError
from maturity.core.state.head import Head
from maturity.models import Stack
from tests.cloud import Cloud

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
STACK = Stack(state_place="s3://acme-state/net.tfstate")


def put(s3: Any, serial: int, key: str = "net.tfstate", **more: object) -> str:
    body = json.dumps(
        {"version": 4, "terraform_version": "1.11.4", "serial": serial, "lineage": "a-b", **more}
    )
    return str(s3.put_object(Bucket="acme-state", Key=key, Body=body).get("VersionId", ""))


def versions(cloud: Cloud, known: tuple[str, ...] = ()) -> list[str]:
    return [one.id for one in states.new_versions(cloud.connection(), STACK, known, LONG_AGO)]


def test_the_newest_version_comes_first(cloud: Cloud) -> None:
    s3 = cloud.bucket()
    first, second, third = (put(s3, serial) for serial in (1, 2, 3))
    assert versions(cloud) == [third, second, first]


def test_only_what_is_new_is_listed(cloud: Cloud) -> None:
    s3 = cloud.bucket()
    first, second, third = (put(s3, serial) for serial in (1, 2, 3))
    assert versions(cloud, (second, first)) == [third]
    assert versions(cloud, (third, second, first)) == []


def test_other_states_that_begin_alike_are_not_ours(cloud: Cloud) -> None:
    s3 = cloud.bucket()
    ours = put(s3, 1)
    put(s3, 9, "net.tfstate.backup")
    put(s3, 9, "net.tfstate-old/x")
    assert versions(cloud) == [ours]


def test_a_state_that_was_deleted_and_came_back_is_one_history(cloud: Cloud) -> None:
    s3 = cloud.bucket()
    first = put(s3, 1)
    s3.delete_object(Bucket="acme-state", Key="net.tfstate")
    assert versions(cloud) == [first]
    second = put(s3, 2)
    assert sorted(versions(cloud)) == sorted([first, second])


def test_more_versions_than_a_page_holds_are_all_listed(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "PAGE", 4)
    s3 = cloud.bucket()
    put_ = [put(s3, serial) for serial in range(11)]
    assert versions(cloud) == put_[::-1]


def test_an_endless_history_is_cut(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "LISTED", 3)
    s3 = cloud.bucket()
    put_ = [put(s3, serial) for serial in range(5)]
    assert versions(cloud) == put_[:1:-1]


def test_an_answer_without_end_is_followed_for_some_pages(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "PAGE", 1)
    monkeypatch.setattr(states, "PAGES", 2)
    s3 = cloud.bucket()
    put_ = [put(s3, serial) for serial in range(4)]
    assert versions(cloud) == put_[:1:-1]


def test_old_versions_are_left_out_and_the_newest_never(cloud: Cloud) -> None:
    s3 = cloud.bucket()
    put(s3, 1)
    newest = put(s3, 2)
    tomorrow = datetime(2100, 1, 1, tzinfo=UTC)
    assert [one.id for one in states.new_versions(cloud.connection(), STACK, (), tomorrow)] == [newest]


def test_a_bucket_that_keeps_no_versions_has_one_that_changes(cloud: Cloud) -> None:
    s3 = cloud.bucket(versioned=False)
    put(s3, 1)
    [before] = states.new_versions(cloud.connection(), STACK, (), LONG_AGO)
    put(s3, 2)
    [after] = states.new_versions(cloud.connection(), STACK, (before.id,), LONG_AGO)
    assert not before.kept
    assert before.id != after.id
    assert states.read_head(cloud.connection(), STACK, after) == Head(2, "a-b", "1.11.4")


def test_every_version_has_a_head_of_its_own(cloud: Cloud) -> None:
    s3 = cloud.bucket()
    for serial in (4, 5):
        put(s3, serial, resources=[{"serial": 99, "password": "hunter2" * 2000}])
    found = states.new_versions(cloud.connection(), STACK, (), LONG_AGO)
    heads = [states.read_head(cloud.connection(), STACK, one) for one in found]
    assert heads == [Head(5, "a-b", "1.11.4"), Head(4, "a-b", "1.11.4")]


def test_a_head_at_the_end_of_a_state_is_found_too(cloud: Cloud) -> None:
    s3 = cloud.bucket()
    body = {"resources": ["x" * 10_000], "terraform_version": "1.9.0", "serial": 6, "lineage": "c"}
    s3.put_object(Bucket="acme-state", Key="net.tfstate", Body=json.dumps(body))
    [only] = states.new_versions(cloud.connection(), STACK, (), LONG_AGO)
    assert states.read_head(cloud.connection(), STACK, only) == Head(6, "c", "1.9.0")


@pytest.mark.parametrize("body", [b"", b"not a state", b'{"serial":'])
def test_an_object_that_is_no_state_has_no_head(cloud: Cloud, body: bytes) -> None:
    cloud.bucket().put_object(Bucket="acme-state", Key="net.tfstate", Body=body)
    [only] = states.new_versions(cloud.connection(), STACK, (), LONG_AGO)
    assert states.read_head(cloud.connection(), STACK, only) == Head()


def test_the_lock_file_s_own_versions_tell_who_held_it(cloud: Cloud) -> None:
    s3 = cloud.bucket()
    for who in ("runner@fv-az1", "lin@laptop"):
        info = json.dumps({"ID": "1", "Who": who, "Operation": "OperationTypeApply"})
        s3.put_object(Bucket="acme-state", Key="net.tfstate.tflock", Body=info)
        s3.delete_object(Bucket="acme-state", Key="net.tfstate.tflock")
    found = states.lock_history(cloud.connection(), STACK, LONG_AGO)
    assert sorted(one.who for one in found) == ["lin@laptop", "runner@fv-az1"]
    assert {one.operation for one in found} == {"apply"}
    assert all(one.until is not None for one in found)


def test_an_absent_bucket_is_said_in_words(cloud: Cloud) -> None:
    with pytest.raises(AdapterError, match=r"versions of s3://acme-state/net\.tfstate: NoSuchBucket"):
        versions(cloud)
