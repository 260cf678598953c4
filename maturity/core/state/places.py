"""Where a state lies in S3, and where its lock does."""

from __future__ import annotations

import re

from msgspec import Struct

DEFAULT_PREFIX = "env:"
MAX_KEY = 640  # what the row has room for, beside the bucket
_PLACE = re.compile(r"s3://([A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9])/([^/\x00-\x1f\x7f][^\x00-\x1f\x7f]*)")


class Place(Struct, frozen=True):
    """One object of S3."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"

    @property
    def lock_key(self) -> str:
        """The lock file: beside the state, while somebody holds it."""
        return f"{self.key}.tflock"

    @property
    def lock_id(self) -> str:
        """What DynamoDB calls the lock. The item `…-md5` beside it is a digest, and no lock."""
        return f"{self.bucket}/{self.key}"

    def in_workspace(self, workspace: str, prefix: str = "") -> Place:
        """Where another workspace of the same backend keeps its state."""
        if workspace in ("", "default"):
            return self
        parts = ((prefix or DEFAULT_PREFIX).strip("/"), workspace, self.key)
        return Place(self.bucket, "/".join(part for part in parts if part))


def place_of(text: str) -> Place | None:
    """ "s3://bucket/key" as a place; None for anything else."""
    found = _PLACE.fullmatch(text.strip())
    return Place(found[1], found[2]) if found and len(found[2]) <= MAX_KEY else None
