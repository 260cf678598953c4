from __future__ import annotations

import json
from typing import Any

from maturity.core.state.permissions import MOST, Wanted, partition_of, policy, trust
from maturity.core.state.places import Place

NET = Wanted(Place("acme", "net/prod.tfstate"))
APP = Wanted(Place("acme", "app.tfstate"), "locks", "eu-west-1")


def statements(text: str) -> list[dict[str, Any]]:
    found = json.loads(text)
    assert found["Version"] == "2012-10-17"
    return list(found["Statement"])


def actions(text: str) -> set[str]:
    return {action for one in statements(text) for action in one["Action"]}


def test_only_these_states_and_their_locks_may_be_read() -> None:
    listing, reading = statements(policy([NET]))
    assert listing["Resource"] == "arn:aws:s3:::acme"
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["net/prod.tfstate*"]}}
    assert reading["Resource"] == [
        "arn:aws:s3:::acme/net/prod.tfstate", "arn:aws:s3:::acme/net/prod.tfstate.tflock",
    ]  # fmt: skip


def test_nothing_may_be_written() -> None:
    every = actions(policy([NET, APP], cloudtrail=True))
    assert every == {
        "s3:ListBucket", "s3:ListBucketVersions", "s3:GetObject", "s3:GetObjectVersion", "dynamodb:GetItem",
        "cloudtrail:LookupEvents",
    }  # fmt: skip


def test_the_lock_table_is_named_where_it_is_known() -> None:
    [table] = [one for one in statements(policy([APP], account="123456789012")) if "dynamodb" in str(one)]
    assert table["Resource"] == ["arn:aws:dynamodb:eu-west-1:123456789012:table/locks"]


def test_what_is_not_wanted_is_not_asked_for() -> None:
    assert "cloudtrail:LookupEvents" not in actions(policy([NET]))
    assert "dynamodb:GetItem" not in actions(policy([NET]))
    assert statements(policy([])) == []


def test_a_policy_too_long_for_iam_names_whole_buckets() -> None:
    many = [Wanted(Place("acme", f"stacks/{number:04}/terraform.tfstate")) for number in range(300)]
    text = policy(many)
    assert len("".join(text.split())) <= MOST
    assert "arn:aws:s3:::acme/*" in text


def test_the_role_is_taken_on_with_the_external_id_only() -> None:
    [statement] = statements(trust("x-1"))
    assert statement["Action"] == "sts:AssumeRole"
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": "x-1"}}
    assert "Condition" not in statements(trust(""))[0]


def test_china_and_governments_have_names_of_their_own() -> None:
    partition = partition_of("arn:aws-cn:iam::123456789012:role/rungs-read")
    assert "arn:aws-cn:s3:::acme/net/prod.tfstate" in policy([NET], partition=partition)
    assert "arn:aws-cn:iam::" in trust("x-1", partition)
    assert partition_of("") == "aws"
