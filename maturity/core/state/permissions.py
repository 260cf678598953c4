"""What a role must be allowed, and not one thing more: statements and documents of IAM."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from maturity.core.state.places import Place

Statement = dict[str, Any]
MOST = 6_000  # characters of a managed policy, blanks not counted; IAM takes 6,144


class Wanted(Struct, frozen=True):
    """What is read for one stack. region: of its lock table, "" for any."""

    place: Place
    table: str = ""
    region: str = ""


def allow(actions: Iterable[str], resources: str | list[str] = "*") -> Statement:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resources}


def states(wanted: Iterable[Wanted], *, wide: bool = False) -> list[Statement]:
    """Reading these states and their lock files: prefixes, since a bucket holds other teams' states too,
    and states hold secrets. wide: each bucket as a whole, where that would be too long for IAM."""
    keys: dict[str, list[str]] = defaultdict(list)
    for one in sorted(set(wanted), key=str):
        keys[one.place.bucket].append("*" if wide else one.place.key)
    found: list[Statement] = []
    for bucket, names in keys.items():
        every = sorted(set(names))
        prefixes = [name if name == "*" else f"{name}*" for name in every]
        condition = {"StringLike": {"s3:prefix": prefixes}}
        listing = allow(["s3:ListBucket", "s3:ListBucketVersions"], f"arn:aws:s3:::{bucket}")
        reading = ["s3:GetObject", "s3:GetObjectVersion"]
        objects = [f"arn:aws:s3:::{bucket}/{name}{end}" for name in every for end in _ends(name)]
        found += [{**listing, "Condition": condition}, allow(reading, objects)]
    return found


def _ends(key: str) -> tuple[str, ...]:
    return ("",) if key == "*" else ("", ".tflock")


def tables(wanted: Iterable[Wanted], account: str) -> list[Statement]:
    """Reading the lock tables of these stacks. account: "*" for any."""
    named = {(one.region or "*", one.table) for one in wanted if one.table}
    arns = [f"arn:aws:dynamodb:{region}:{account}:table/{table}" for region, table in sorted(named)]
    return [allow(["dynamodb:GetItem"], arns)] if arns else []


def anchors(folder: Place) -> list[Statement]:
    """Putting anchors into this folder, locked, and reading them again."""
    bucket, key = f"arn:aws:s3:::{folder.bucket}", folder.key.rstrip("/")
    listing = allow(["s3:ListBucketVersions"], bucket)
    actions = ["s3:PutObject", "s3:PutObjectRetention", "s3:GetObjectVersion"]
    condition = {"StringLike": {"s3:prefix": [f"{key}/*"]}}
    return [{**listing, "Condition": condition}, allow(actions, f"{bucket}/{key}/*")]


def trust(external_id: str, partition: str = "aws") -> str:
    """Who may take the role on. The principal is a person's to fill in: only they know who the worker is."""
    statement: Statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::ACCOUNT-OF-RUNGS:role/ROLE-OF-THE-WORKER"},
        "Action": "sts:AssumeRole",
    }
    if external_id:
        statement["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    return document([statement], partition)


def partition_of(role_arn: str) -> str:
    """ "aws", or what names begin with in China and for governments."""
    found = role_arn.split(":")
    return found[1] if len(found) > 5 and found[1] else "aws"


def account_of(role_arn: str) -> str:
    """Twelve digits; "" when the address names none."""
    found = role_arn.split(":")
    return found[4] if len(found) > 5 and found[4].isdigit() else ""


def document(statements: list[Statement], partition: str = "aws") -> str:
    text = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)
    return text.replace('"arn:aws:', f'"arn:{partition}:')


def fits(policy: str) -> bool:
    return len("".join(policy.split())) <= MOST
