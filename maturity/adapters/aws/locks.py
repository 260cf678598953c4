"""Is this state locked, by whom and since when?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol

from maturity.adapters.aws.session import Access, client
from maturity.adapters.aws.words import MISSING, code_of, telling
from maturity.core.state.locks import Lock, read_lock_info
from maturity.core.state.places import Place

MAX_INFO = 16_000


class Stated(Protocol):
    """What of a Stack is needed here."""

    @property
    def state_object(self) -> Place | None: ...
    @property
    def state_region(self) -> str: ...
    @property
    def lock_table(self) -> str: ...


def read_lock(connection: Access | None, stack: Stated, *, now: datetime | None = None) -> Lock | None:
    """Who holds the state now. None: nobody does, or nobody told us where it lies or how to get there.

    Raises AdapterError when it could not be found out.
    """
    place = stack.state_object
    if connection is None or place is None:
        return None
    now = now or datetime.now(UTC)
    return _in_s3(connection, stack, place, now) or _in_dynamodb(connection, stack, place, now)


def _in_s3(connection: Access, stack: Stated, place: Place, now: datetime) -> Lock | None:
    """Listed first: without the right to list everything, S3 answers "denied" for what is not there."""
    s3 = client(connection, "s3", stack.state_region)
    where = f"s3://{place.bucket}/{place.lock_key}"
    with telling(f"looking for the lock {where}", "s3:ListBucket"):
        listed = s3.list_objects_v2(Bucket=place.bucket, Prefix=place.lock_key, MaxKeys=1)
    found = next((one for one in listed.get("Contents", ()) if one["Key"] == place.lock_key), None)
    if found is None:
        return None
    text = _text(s3, place, where)
    if text is None:
        return None
    return read_lock_info(text, place=where, now=now, written=found.get("LastModified"))


def _text(s3: Any, place: Place, where: str) -> bytes | None:
    """None when it was released between the two questions."""
    from botocore.exceptions import ClientError

    with telling(f"reading the lock {where}", "s3:GetObject"):
        try:
            body = s3.get_object(Bucket=place.bucket, Key=place.lock_key)["Body"]
        except ClientError as error:
            if code_of(error) in MISSING:
                return None
            raise
        with body:
            return bytes(body.read(MAX_INFO))


def _in_dynamodb(connection: Access, stack: Stated, place: Place, now: datetime) -> Lock | None:
    if not stack.lock_table:
        return None
    where = f"dynamodb://{stack.lock_table}/{place.lock_id}"
    dynamodb = client(connection, "dynamodb", stack.state_region)
    with telling(f"looking for the lock {where}", "dynamodb:GetItem"):
        found = dynamodb.get_item(
            TableName=stack.lock_table, Key={"LockID": {"S": place.lock_id}}, ConsistentRead=True
        ).get("Item")
    if found is None:
        return None
    return read_lock_info(str(found.get("Info", {}).get("S", ""))[:MAX_INFO], place=where, now=now)
