"""The four keys as a page says them: what each counts, and of how many cases it is made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from maturity.words import Words
from releases.core.dora import Figure, Four

FREQUENCY, LEAD_TIME, FAILURES, RESTORE = "frequency", "lead_time", "failures", "restore"
TITLES: dict[str, tuple[Words, Words]] = {
    FREQUENCY: (
        gettext_lazy("Deployment frequency"),
        gettext_lazy("Versions that served Prod, a week. Told of twice within an hour, it is one."),
    ),
    LEAD_TIME: (
        gettext_lazy("Lead time for changes"),
        gettext_lazy("From the commit that was deployed until it served Prod: the median."),
    ),
    FAILURES: (
        gettext_lazy("Change failure rate"),
        gettext_lazy("Of those deployments, the share that was rolled back or got a fail. Each counts once."),
    ),
    RESTORE: (
        gettext_lazy("Time to restore"),
        gettext_lazy("From a failed one until it was rolled back or the next good one came: the median."),
    ),
}


class Cell(Struct, frozen=True, kw_only=True):
    """took: of times; value: a number a week; share: of failures, in %. None of them: not enough cases."""

    took: timedelta | None = None
    value: str = ""
    share: float | None = None
    enough: bool
    note: str


class Row(Struct, frozen=True, kw_only=True):
    title: Words
    about: Words
    cells: tuple[Cell, ...]


def rows(keys: Sequence[tuple[int, Four]]) -> list[Row]:
    return [
        Row(title=title, about=about, cells=tuple(_cell(key, getattr(four, key)) for _days, four in keys))
        for key, (title, about) in TITLES.items()
    ]


def _cell(key: str, figure: Figure) -> Cell:
    note, value = _note(key, figure), figure.value
    if value is None:
        return Cell(enough=False, note=note)
    if key == FREQUENCY:
        return Cell(value=_("%(n)s a week") % {"n": f"{value:.1f}"}, enough=True, note=note)
    if key == FAILURES:
        return Cell(share=100 * value, enough=True, note=note)
    return Cell(took=timedelta(seconds=round(value)), enough=True, note=note)


def _note(key: str, figure: Figure) -> str:
    told = {"n": f"{figure.cases:,}", "others": f"{figure.others:,}"}
    if key == LEAD_TIME and figure.others:
        return _("%(n)s deployments; of %(others)s nobody told when the commit was made") % told
    if key == RESTORE and figure.others:
        return _("%(n)s cases; %(others)s not restored yet") % told
    if key == RESTORE:
        return _("%(n)s cases") % told
    return _("%(n)s deployments") % told
