"""Tables that only grow are kept short."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def keep_newest(rows: QuerySet[Any], most: int) -> None:
    """By their `at`; of those that came at one moment all or none."""
    last = rows.order_by("-at", "-pk").values_list("at", flat=True)[most - 1 : most].first()
    if last is not None:
        rows.filter(at__lt=last).delete()
