"""Versions of states in S3, and lock files beside them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, states
from maturity.rights import Asked, Part, Right
from maturity.rights._stacks import wanted


def _statements(asked: Asked) -> list[Statement]:
    return states(wanted(asked), wide=asked.wide)


PART = Part(
    place=10,
    client="s3",
    title=_("States in S3"),
    when=_("a stack whose state lies in S3"),
    without=_("Who applied what and when stays unknown, and so does whether a state is locked."),
    rights=(
        Right(
            "s3:ListBucketVersions", _("The versions of the state and of its lock file"),
            calls=("ListObjectVersions",),
        ),
        Right(
            "s3:GetObjectVersion",
            _("Serial, lineage and Terraform's version of each; as a rule the first 4 KB, never resources"),
            calls=("GetObject",),
        ),
        Right("s3:ListBucket", _("Whether a lock file is there"), calls=("ListObjectsV2",)),
        Right("s3:GetObject", _("Who wrote the lock file, and the state where versions are not kept")),
    ),
    statements=_statements,
)  # fmt: skip
