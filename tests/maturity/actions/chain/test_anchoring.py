"""The end of the chain in a bucket with object lock, against a real S3 server of our own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.actions import chain
from maturity.adapters.errors import AdapterError
from maturity.models import Anchor, ChainHead, ChainLink, Event
from tests.cloud import REGION, Cloud
from tests.factories import make_event, make_repository

pytestmark = pytest.mark.django_db
BUCKET = "acme-audit"


@pytest.fixture
def s3(cloud: Cloud, settings: Any) -> Any:
    """A bucket with object lock, and a connection that leads to it."""
    cloud.connection(name="audit", region=REGION).save()
    settings.RUNGS_ANCHOR, settings.RUNGS_ANCHOR_CONNECTION = f"s3://{BUCKET}/rungs", "audit"
    client = cloud.client("s3")
    client.create_bucket(
        Bucket=BUCKET, ObjectLockEnabledForBucket=True,
        CreateBucketConfiguration={"LocationConstraint": REGION},
    )  # fmt: skip
    return client


@pytest.fixture
def events() -> list[Event]:
    repository = make_repository()
    made = [make_event(repository, "drift.grew", data={"n": n}) for n in range(5)]
    chain.seal([event.pk for event in made])
    return made


def test_the_end_is_put_there_locked_and_agrees(s3: Any, events: list[Event]):
    row = chain.anchor(timezone.now())
    assert row is not None
    assert (row.place, row.error) == (f"s3://{BUCKET}/rungs/{5:020}.json", "")
    kept = s3.head_object(Bucket=BUCKET, Key=f"rungs/{5:020}.json")
    assert kept["ObjectLockMode"] == "COMPLIANCE"
    assert kept["ObjectLockRetainUntilDate"] > timezone.now() + timedelta(days=399)
    assert (chain.verify().anchors, chain.verify().flaws) == (1, ())


def test_it_is_put_there_once_a_day_and_only_when_something_happened(s3: Any, events: list[Event]):
    now = timezone.now()
    assert chain.anchor(now)
    assert chain.anchor(now + timedelta(hours=22)) is None
    assert chain.anchor(now + timedelta(days=2)) is None
    chain.seal([make_event(make_repository("acme/app"), "drift.opened").pk])
    assert chain.anchor(now + timedelta(days=2))
    assert Anchor.objects.count() == 2


def test_a_chain_that_was_made_anew_as_a_whole_is_found(s3: Any, events: list[Event]):
    chain.anchor(timezone.now())
    ChainLink.objects.all().delete()
    ChainHead.objects.all().delete()
    Event.objects.filter(pk=events[0].pk).update(subject="other")
    chain.seal([event.pk for event in events])
    flaws = chain.verify().flaws
    assert [(one.position, one.what) for one in flaws] == [
        (5, "the chain differs from what was put in safe keeping")
    ]


def test_an_object_put_over_an_anchor_does_not_count(s3: Any, events: list[Event]):
    chain.anchor(timezone.now())
    s3.put_object(Bucket=BUCKET, Key=f"rungs/{5:020}.json", Body=b'{"position": 5, "hash": "0"}')
    assert chain.verify().flaws == ()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"position": "x", "hash": 1}', b"\xff" * 9000])
def test_what_is_no_anchor_is_named(s3: Any, events: list[Event], body: bytes):
    s3.put_object(Bucket=BUCKET, Key="rungs/1.json", Body=body)
    with pytest.raises(AdapterError, match="is no anchor of Rungs"):
        chain.verify()


def test_a_bucket_that_is_missing_is_said_and_tried_again(s3: Any, events: list[Event], settings: Any):
    settings.RUNGS_ANCHOR = "s3://nowhere-at-all/rungs"
    row = chain.anchor(timezone.now())
    assert row is not None
    assert "There is no such bucket" in row.error
    settings.RUNGS_ANCHOR = f"s3://{BUCKET}/rungs"
    again = chain.anchor(timezone.now())
    assert again is not None
    assert again.error == ""


def test_a_connection_that_is_gone_is_named(s3: Any, events: list[Event], settings: Any):
    settings.RUNGS_ANCHOR_CONNECTION = "other"
    row = chain.anchor(timezone.now())
    assert row is not None
    assert row.error == "RUNGS_ANCHOR_CONNECTION: there is no connection called other"


def test_without_a_bucket_nothing_is_put_anywhere(events: list[Event]):
    assert chain.anchor(timezone.now()) is None
    assert Anchor.objects.count() == 0
