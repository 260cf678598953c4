"""The end of the chain of events, kept in a bucket with object lock."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, anchors
from maturity.core.state.places import place_of
from maturity.rights import Asked, Part, Right


def _statements(asked: Asked) -> list[Statement]:
    folder, name = place_of(settings.RUNGS_ANCHOR), settings.RUNGS_ANCHOR_CONNECTION
    return anchors(folder) if folder and name == asked.connection.name else []


PART = Part(
    place=40,
    client="s3",
    title=_("Anchors of the audit trail"),
    when=_("RUNGS_ANCHOR_CONNECTION, which names the connection that anchors are kept with"),
    without=_("The audit trail is not anchored, or its anchors are not compared."),
    rights=(
        Right("s3:PutObject", _("An anchor of a few bytes, once a day")),
        Right("s3:PutObjectRetention", _("So that nobody deletes it before its time"), calls=("PutObject",)),
        Right("s3:ListBucketVersions", _("Which anchors there are"), calls=("ListObjectVersions",)),
        Right("s3:GetObjectVersion", _("What the oldest version of each says"), calls=("GetObject",)),
    ),
    statements=_statements,
)
