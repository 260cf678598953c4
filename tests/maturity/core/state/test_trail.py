from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from maturity.core.state.trail import Event, event_of, only_writer, region_for, row, rows

AT = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
PERSON = {
    "type": "AssumedRole",
    "arn": "arn:aws:sts::1:assumed-role/admin/lin@acme.example",
    "principalId": "AROA:lin",
}


def entry(said: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """One entry of LookupEvents, as CloudTrail writes it."""
    whole = {
        "userIdentity": PERSON, "sourceIPAddress": "203.0.113.7",
        "userAgent": "AWS Internal console.amazonaws.com", "requestID": "r-1", "readOnly": False,
        **(said or {}),
    }  # fmt: skip
    given = {
        "EventName": "AuthorizeSecurityGroupIngress", "EventTime": AT, "ReadOnly": "false", "Username": "lin",
        "Resources": [{"ResourceType": "AWS::EC2::SecurityGroup", "ResourceName": "sg-1"}],
        "CloudTrailEvent": json.dumps(whole),
    }  # fmt: skip
    return {**given, **more}


def event(**said: Any) -> Event:
    found = event_of(entry(said))
    assert found is not None
    return found


def test_an_event_says_who_did_what_when_and_from_where() -> None:
    assert event() == Event(
        name="admin/lin@acme.example", who=PERSON["arn"], event="AuthorizeSecurityGroupIngress", at=AT,
        source="203.0.113.7", tool="console", request="r-1", resources=("sg-1",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ({"type": "IAMUser", "arn": "arn:aws:iam::1:user/ops/lin", "userName": "lin"}, "lin"),
        ({"type": "Root", "arn": "arn:aws:iam::1:root"}, "root"),
        ({"type": "AWSService", "invokedBy": "autoscaling.amazonaws.com"}, "autoscaling.amazonaws.com"),
        ("nobody", "lin"),
    ],
)
def test_whoever_it_was_has_a_short_name(identity: object, name: str) -> None:
    assert event(userIdentity=identity).name == name


def test_the_program_that_called_is_told() -> None:
    agent = (
        "APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io) terraform-provider-aws/5.100.0"
    )
    assert event(userAgent=agent).tool == "terraform"
    assert event(userAgent="aws-cli/2.1").tool == ""


@pytest.mark.parametrize(
    "found",
    [
        entry({"readOnly": True}),
        entry(ReadOnly="true"),
        entry({"errorCode": "AccessDenied"}),
        entry(CloudTrailEvent="{"),
        entry(CloudTrailEvent="[]"),
        entry(EventTime="yesterday"),
        {},
    ],
)
def test_what_changed_nothing_or_cannot_be_understood_is_left_out(found: dict[str, Any]) -> None:
    assert event_of(found) is None


def test_the_newest_comes_first_and_one_call_is_told_once() -> None:
    later = Event(name="b", who="b", event="Y", at=AT + timedelta(hours=1), request="r-2")
    found = rows({"aws_security_group.web": [event(), later, event()]})
    assert [one["event"] for one in found] == ["Y", "AuthorizeSecurityGroupIngress"]
    assert found[1] == row(event(), "aws_security_group.web")
    assert found[1]["at"] == "2026-11-23T03:12:00+00:00"


def test_services_without_a_region_are_looked_up_where_they_are_filed() -> None:
    assert region_for("aws_iam_role", "eu-west-1") == "us-east-1"
    assert region_for("aws_iam_role", "us-gov-east-1") == "us-gov-west-1"
    assert region_for("aws_security_group", "eu-west-1") == "eu-west-1"


def test_only_one_terraform_at_a_time_can_be_named() -> None:
    ci = event(userAgent="Terraform/1.11.4")
    other = event(userAgent="OpenTofu/1.8", userIdentity={"arn": "arn:aws:iam::1:user/bo"})
    assert only_writer([ci, event()]) == PERSON["arn"]
    assert only_writer([ci, other]) == ""
    assert only_writer([event()]) == ""
