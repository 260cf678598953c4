"""kustomize."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._table import by_verb

NAMES = ("kustomize",)

classify = by_verb({"build": Act.VALIDATE, "edit": Act.OTHER}, valued={"-o", "--output"})
