from __future__ import annotations

import json
from typing import Any

from maturity.core.state.permissions import (
    Wanted,
    account_of,
    anchors,
    document,
    fits,
    partition_of,
    states,
    tables,
    trust,
)
from maturity.core.state.places import Place

NET = Wanted(Place("acme", "net/prod.tfstate"))
APP = Wanted(Place("acme", "app.tfstate"), "locks", "eu-west-1")


def statements(text: str) -> list[dict[str, Any]]:
    found = json.loads(text)
    assert found["Version"] == "2012-10-17"
    return list(found["Statement"])


def test_only_these_states_and_their_locks_may_be_read() -> None:
    listing, reading = states([NET])
    assert listing["Resource"] == "arn:aws:s3:::acme"
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["net/prod.tfstate*"]}}
    assert reading["Resource"] == [
        "arn:aws:s3:::acme/net/prod.tfstate", "arn:aws:s3:::acme/net/prod.tfstate.tflock",
    ]  # fmt: skip


def test_an_anchor_is_put_and_read_in_its_folder_alone() -> None:
    listing, objects = anchors(Place("audit", "rungs/"))
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["rungs/*"]}}
    assert objects["Resource"] == "arn:aws:s3:::audit/rungs/*"
    assert "s3:PutObjectRetention" in objects["Action"]


def test_the_lock_table_is_named_where_it_is_known() -> None:
    [table] = tables([NET, APP], "123456789012")
    assert table["Resource"] == ["arn:aws:dynamodb:eu-west-1:123456789012:table/locks"]


def test_what_is_not_wanted_is_not_asked_for() -> None:
    assert tables([NET], "*") == []
    assert states([]) == []


def test_where_it_would_be_too_long_for_iam_whole_buckets_are_named() -> None:
    many = [Wanted(Place("acme", f"stacks/{number:04}/terraform.tfstate")) for number in range(300)]
    assert not fits(document(states(many)))
    wide = document(states(many, wide=True))
    assert fits(wide)
    assert "arn:aws:s3:::acme/*" in wide


def test_the_role_is_taken_on_with_the_external_id_only() -> None:
    [statement] = statements(trust("x-1"))
    assert statement["Action"] == "sts:AssumeRole"
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": "x-1"}}
    assert "Condition" not in statements(trust(""))[0]


def test_china_and_governments_have_names_of_their_own() -> None:
    partition = partition_of("arn:aws-cn:iam::123456789012:role/rungs-read")
    assert "arn:aws-cn:s3:::acme/net/prod.tfstate" in document(states([NET]), partition)
    assert "arn:aws-cn:iam::" in trust("x-1", partition)
    assert partition_of("") == "aws"


def test_the_account_is_read_from_the_role() -> None:
    assert account_of("arn:aws:iam::123456789012:role/rungs-read") == "123456789012"
    assert (account_of(""), account_of("arn:aws:iam::me:role/x")) == ("", "")
