"""Locks that a DynamoDB table keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maturity.core.state.permissions import Statement, tables
from maturity.rights import Asked, Part, Right
from maturity.rights._stacks import wanted


def _statements(asked: Asked) -> list[Statement]:
    return tables(wanted(asked), asked.account)


PART = Part(
    place=20,
    client="dynamodb",
    title=_("Lock tables"),
    when=_("a stack whose lock is kept in a table of DynamoDB"),
    without=_("Whether a state is locked, by whom and since when stays unknown."),
    rights=(Right("dynamodb:GetItem", _("The lock of a state: that item alone, never its digest")),),
    statements=_statements,
)
