"""Importing many repositories at once: listed, chosen by a person, connected one by one."""

from __future__ import annotations

from maturity.actions.imports.asking import (
    choose,
    choose_all,
    connect_chosen,
    request_import,
    retry_failed,
)
from maturity.actions.imports.counting import Counts, counts
from maturity.actions.imports.working import due, work

__all__ = [
    "Counts",
    "choose",
    "choose_all",
    "connect_chosen",
    "counts",
    "due",
    "request_import",
    "retry_failed",
    "work",
]
