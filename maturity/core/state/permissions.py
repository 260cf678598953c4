"""What a role must be allowed, and not one thing more: JSON to copy into IAM."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from maturity.core.state.places import Place

Statement = dict[str, Any]
MOST = 6_000  # characters of a managed policy, blanks not counted


class Wanted(Struct, frozen=True):
    """What is read for one stack. region: of its lock table, "" for any."""

    place: Place
    table: str = ""
    region: str = ""


def policy(
    wanted: Iterable[Wanted], *, cloudtrail: bool = False, account: str = "", partition: str = "aws"
) -> str:
    """Reading the states and locks of these stacks. With very many, each bucket is named as a whole."""
    wanted = sorted(set(wanted), key=str)
    others = [*_tables(wanted, account), *_trail(wanted=cloudtrail)]
    found = _document([*_states(wanted), *others], partition)
    if len("".join(found.split())) <= MOST:
        return found
    buckets = [Wanted(Place(bucket, "*")) for bucket in sorted({one.place.bucket for one in wanted})]
    return _document([*_states(buckets), *others], partition)


def trust(external_id: str, partition: str = "aws") -> str:
    """Who may take the role on. The principal is a person's to fill in: only they know who the worker is."""
    statement: Statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::ACCOUNT-OF-RUNGS:role/ROLE-OF-THE-WORKER"},
        "Action": "sts:AssumeRole",
    }
    if external_id:
        statement["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    return _document([statement], partition)


def _states(wanted: Iterable[Wanted]) -> list[Statement]:
    """Prefixes, not `*`: a bucket holds other teams' states too, and states hold secrets."""
    keys: dict[str, list[str]] = defaultdict(list)
    for one in wanted:
        keys[one.place.bucket].append(one.place.key)
    found: list[Statement] = []
    for bucket, names in keys.items():
        every = sorted(set(names))
        prefixes = [name if name == "*" else f"{name}*" for name in every]
        found.append({
            "Effect": "Allow",
            "Action": ["s3:ListBucket", "s3:ListBucketVersions"],
            "Resource": f"arn:aws:s3:::{bucket}",
            "Condition": {"StringLike": {"s3:prefix": prefixes}},
        })  # fmt: skip
        found.append({
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:GetObjectVersion"],
            "Resource": [
                f"arn:aws:s3:::{bucket}/{name}{end}" for name in every for end in _ends(name)
            ],
        })  # fmt: skip
    return found


def _ends(key: str) -> tuple[str, ...]:
    return ("",) if key == "*" else ("", ".tflock")


def _tables(wanted: Iterable[Wanted], account: str) -> list[Statement]:
    named = {(one.region or "*", one.table) for one in wanted if one.table}
    tables = [f"arn:aws:dynamodb:{region}:{account or '*'}:table/{table}" for region, table in sorted(named)]
    return [{"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": tables}] if tables else []


def _trail(*, wanted: bool) -> list[Statement]:
    """LookupEvents knows no narrower resource."""
    return [{"Effect": "Allow", "Action": ["cloudtrail:LookupEvents"], "Resource": "*"}] if wanted else []


def partition_of(role_arn: str) -> str:
    """ "aws", or what names begin with in China and for governments."""
    found = role_arn.split(":")
    return found[1] if len(found) > 5 and found[1] else "aws"


def _document(statements: list[Statement], partition: str) -> str:
    text = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)
    return text.replace('"arn:aws:', f'"arn:{partition}:')
