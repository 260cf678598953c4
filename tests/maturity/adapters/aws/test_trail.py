"""CloudTrail: moto has no LookupEvents, so its answers come from botocore's Stubber, and from it alone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from maturity.adapters.aws import trail
from maturity.adapters.errors import AdapterError
from maturity.models import Connection
from tests.cloud import REGION

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SINCE = NOW - timedelta(hours=2)
CONNECTION = Connection(name="acme", role_arn="", region=REGION)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each question was held back."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    monkeypatch.setattr(trail, "_next", {})
    return found


@pytest.fixture
def cloudtrail(monkeypatch: pytest.MonkeyPatch, waited: list[float]) -> Iterator[Stubber]:
    client = boto3.client("cloudtrail", region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b")
    monkeypatch.setattr(trail, "client", lambda *_: client)
    with Stubber(client) as stubber:
        yield stubber


def entry(name: str, read_only: bool = False) -> dict[str, Any]:
    said = {"userIdentity": {"arn": "arn:aws:iam::1:user/lin", "userName": "lin"}, "readOnly": read_only}
    return {"EventName": name, "EventTime": NOW, "CloudTrailEvent": json.dumps(said)}


def asked(resource: str = "sg-1", token: str = "") -> dict[str, Any]:
    wanted = {
        "LookupAttributes": [{"AttributeKey": "ResourceName", "AttributeValue": resource}],
        "StartTime": SINCE, "EndTime": NOW, "MaxResults": 50,
    }  # fmt: skip
    return {**wanted, **({"NextToken": token} if token else {})}


def look(**more: Any) -> trail.Trail:
    return trail.look_up(CONNECTION, SINCE, NOW, **{"resource": "sg-1", "now": NOW, **more})


def test_calls_that_changed_a_resource_are_found_and_reading_ones_are_not(cloudtrail: Stubber) -> None:
    answer = {
        "Events": [entry("RevokeSecurityGroupIngress"), entry("DescribeSecurityGroups", read_only=True)]
    }
    cloudtrail.add_response("lookup_events", answer, asked())
    found = look()
    assert [(one.name, one.event) for one in found.events] == [("lin", "RevokeSecurityGroupIngress")]
    assert not found.more


def test_pages_are_followed_as_far_as_asked_and_two_a_second(
    cloudtrail: Stubber, waited: list[float]
) -> None:
    cloudtrail.add_response("lookup_events", {"Events": [entry("A")], "NextToken": "t"}, asked())
    cloudtrail.add_response("lookup_events", {"Events": [entry("B")], "NextToken": "u"}, asked(token="t"))
    found = look(pages=2)
    assert [one.event for one in found.events] == ["A", "B"]
    assert found.more
    assert [0.3 < one <= trail.PAUSE for one in waited] == [True]


def test_what_is_older_than_ninety_days_is_not_asked_for(cloudtrail: Stubber) -> None:
    old = NOW - timedelta(days=120)
    assert trail.look_up(CONNECTION, old, old + timedelta(days=1), now=NOW) == trail.Trail()


def test_without_a_resource_only_writes_are_asked_for(cloudtrail: Stubber) -> None:
    wanted = {**asked(), "LookupAttributes": [{"AttributeKey": "ReadOnly", "AttributeValue": "false"}]}
    cloudtrail.add_response("lookup_events", {"Events": []}, wanted)
    assert look(resource="") == trail.Trail()


def test_a_role_without_the_right_is_told_which(cloudtrail: Stubber) -> None:
    cloudtrail.add_client_error("lookup_events", "AccessDeniedException", "no", 400)
    with pytest.raises(AdapterError, match="The role needs cloudtrail:LookupEvents") as raised:
        look()
    assert raised.value.permanent


def test_being_asked_too_often_passes(cloudtrail: Stubber) -> None:
    cloudtrail.add_client_error("lookup_events", "ThrottlingException", "Rate exceeded", 400)
    with pytest.raises(AdapterError) as raised:
        look()
    assert not raised.value.permanent
