"""The end of the chain in a bucket with object lock: what stays there shows what was changed here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from msgspec import Struct

from maturity.adapters.aws.session import Access, client
from maturity.adapters.aws.words import telling
from maturity.adapters.errors import AdapterError
from maturity.core.state.places import Place

MOST_READ = 500
LARGEST = 4_096


class OwnIdentity(Struct, frozen=True):
    """The worker's own, where no connection is named."""

    name: str = "the anchor"
    role_arn: str = ""
    external_id: str = ""
    region: str = ""
    endpoint: str = ""


class Put(Struct, frozen=True):
    """version: S3's, which object lock keeps from being deleted."""

    place: str
    version: str


def put(access: Access, folder: Place, position: int, digest: str, now: datetime, days: int) -> Put:
    """Locked for so many days, for everybody (compliance mode). Raises AdapterError."""
    key = f"{folder.key.rstrip('/')}/{position:020}.json"
    body = json.dumps({"position": position, "hash": digest, "at": now.isoformat()})
    s3 = client(access, "s3")
    with telling(f"putting {key} into {folder.bucket}", "s3:PutObject and s3:PutObjectRetention"):
        answer = s3.put_object(
            Bucket=folder.bucket, Key=key, Body=body.encode(), ContentType="application/json",
            ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=now + timedelta(days=days),
            ChecksumAlgorithm="SHA256",
        )  # fmt: skip
    return Put(f"s3://{folder.bucket}/{key}", str(answer.get("VersionId", "")))


def kept(access: Access, folder: Place) -> dict[int, str]:
    """The hash at each position that was put there, of the newest MOST_READ. Raises AdapterError.

    Of each object the oldest version counts: a later one may be anybody's.
    """
    s3 = client(access, "s3")
    oldest: dict[str, str] = {}
    with telling(f"listing {folder}", "s3:ListBucketVersions"):
        pages = s3.get_paginator("list_object_versions").paginate(
            Bucket=folder.bucket, Prefix=f"{folder.key.rstrip('/')}/"
        )
        for page in islice(pages, 100):
            oldest.update((one["Key"], one["VersionId"]) for one in page.get("Versions", []))
    found: dict[int, str] = {}
    for key in sorted(oldest)[-MOST_READ:]:
        with telling(f"reading {key} of {folder.bucket}", "s3:GetObjectVersion"):
            answer = s3.get_object(Bucket=folder.bucket, Key=key, VersionId=oldest[key])
            text = answer["Body"].read(LARGEST)
        found.update(_read(key, text))
    return found


def _read(key: str, text: bytes) -> Iterator[tuple[int, str]]:
    try:
        told = json.loads(text)
        yield int(told["position"]), str(told["hash"])
    except (ValueError, TypeError, KeyError):
        raise AdapterError(f"{key} is no anchor of Rungs", permanent=True) from None
