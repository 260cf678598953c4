"""infracost."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._table import by_verb

NAMES = ("infracost",)

classify = by_verb(
    {"breakdown": Act.COST, "diff": Act.COST, "comment": Act.COST},
    valued={"--path", "--format"},
    directory=("--path",),
)
