"""The versions of a state in S3. States hold secrets: of their content only the head is looked at."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.locks import MAX_INFO, Stated
from maturity.adapters.aws.session import Access, client
from maturity.adapters.aws.words import MISSING, code_of, telling
from maturity.core.state.head import Head, head_of
from maturity.core.state.locks import read_lock_info
from maturity.core.state.places import Place
from maturity.core.state.writers import Span

LISTED = 2_000
FIRST, MOST = 4_096, 1_000_000
UNVERSIONED = "null"
PAGE, PAGES = 1_000, 20  # a store that never ends its answer is not followed for ever


class Version(Struct, frozen=True):
    """One version. `id` is S3's; where versions are not kept, "null" and the content's tag."""

    id: str
    at: datetime
    size: int = 0

    @property
    def kept(self) -> bool:
        return not self.id.startswith(UNVERSIONED)


def new_versions(connection: Access, stack: Stated, known: Container[str], since: datetime) -> list[Version]:
    """The versions after the newest known one, newest first, at most `LISTED`. Raises AdapterError.

    since  older ones are left out, unless it is the only one
    """
    place = _place(stack)
    s3 = client(connection, "s3", stack.state_region)
    found: list[Version] = []
    for key, entry, deleted in _versions(s3, place, place.key):
        if key != place.key or len(found) >= LISTED:
            break
        if deleted:
            continue
        version = _version(entry)
        if version.id in known or (found and version.at < since):
            break
        found.append(version)
    return found


def read_head(connection: Access, stack: Stated, version: Version) -> Head:
    """The head of one version: the first 4 KB as a rule, never more than 1 MB. Empty when it is gone."""
    place = _place(stack)
    s3 = client(connection, "s3", stack.state_region)
    which = {"VersionId": version.id} if version.kept else {}
    action = "s3:GetObjectVersion" if version.kept else "s3:GetObject"
    with telling(f"reading {place}", action):
        body = _body(s3, place.key, place, Range=f"bytes=0-{MOST - 1}", **which)
        if body is None:
            return Head()
        with body:
            text = bytes(body.read(FIRST))
            head = head_of(text)
            return head if head.whole or len(text) < FIRST else head_of(text + bytes(body.read(MOST)))


def lock_history(connection: Access, stack: Stated, since: datetime, limit: int = 20) -> list[Span]:
    """Who held the lock file since then: a bucket that keeps versions keeps those of the lock too."""
    place = _place(stack)
    s3 = client(connection, "s3", stack.state_region)
    found: list[Span] = []
    released: datetime | None = None
    for key, entry, deleted in _versions(s3, place, place.lock_key):
        at = entry["LastModified"]
        if key != place.lock_key or len(found) >= limit or at < since:
            break
        if deleted:
            released = at
            continue
        found.append(_span(s3, place, entry, released))
        released = at
    return found


def _span(s3: Any, place: Place, entry: dict[str, Any], released: datetime | None) -> Span:
    at = entry["LastModified"]
    with telling(f"reading the lock s3://{place.bucket}/{place.lock_key}", "s3:GetObjectVersion"):
        body = _body(s3, place.lock_key, place, VersionId=entry["VersionId"])
        if body is None:
            return Span("", at, released)
        with body:
            said = read_lock_info(bytes(body.read(MAX_INFO)), place="", now=at, written=at)
    return Span(said.who, at, released, said.operation)


def _versions(s3: Any, place: Place, key: str) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """(key, entry, is a delete marker), in S3's order: by key, and the newest of each first."""
    pages = s3.get_paginator("list_object_versions").paginate(
        Bucket=place.bucket, Prefix=key, PaginationConfig={"PageSize": PAGE}
    )
    with telling(f"listing the versions of {place}", "s3:ListBucketVersions"):
        for page in islice(pages, PAGES):
            # Times are whole seconds; what was taken and released within one is told as released.
            entries = [(one, True) for one in page.get("DeleteMarkers", ())]
            entries += [(one, False) for one in page.get("Versions", ())]
            entries.sort(key=lambda pair: pair[0]["LastModified"], reverse=True)
            for entry, deleted in sorted(entries, key=lambda pair: str(pair[0]["Key"])):
                yield str(entry["Key"]), entry, deleted


def _version(entry: dict[str, Any]) -> Version:
    name = str(entry.get("VersionId") or UNVERSIONED)
    if name == UNVERSIONED:
        name = f"{UNVERSIONED} {str(entry.get('ETag', '')).strip(chr(34))}"
    return Version(name[:200], entry["LastModified"], int(entry.get("Size", 0)))


def _body(s3: Any, key: str, place: Place, **more: Any) -> Any:
    """The content as a stream; None when it is gone, or empty."""
    from botocore.exceptions import ClientError

    try:
        return s3.get_object(Bucket=place.bucket, Key=key, **more)["Body"]
    except ClientError as error:
        if code_of(error) in MISSING | {"InvalidRange"}:
            return None
        raise


def _place(stack: Stated) -> Place:
    place = stack.state_object
    assert place is not None, "asked only of stacks whose place is known"
    return place
