"""An import that the person asked for, and whose repositories they have not chosen yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity import access, words
from maturity.models import Import, ImportItem, ImportState, Role, User
from maturity.waiting import Item, Row, Source

ITEMS = ImportItem.objects.filter(of=OuterRef("pk")).order_by().values("of").annotate(n=Count("pk"))


def found(user: User, now: datetime) -> QuerySet[Import]:
    if not access.may_somewhere(user, Role.LEAD):
        return Import.objects.none()
    return access.imports_for(user).filter(requested_by=user, state=ImportState.CHOOSING)


def say(row: Row, now: datetime) -> Item:
    reason = ngettext(
        "%(n)s repository is listed: choose whether to connect it.",
        "%(n)s repositories are listed: choose which to connect.",
        row.n,
    )
    return Item(
        icon="import",
        title=row.title,
        url=reverse("maturity:import", args=[row.key]),
        reason=reason % {"n": words.grouped(row.n)},
        button=_("Choose"),
    )


SOURCE = Source(
    name="import_listed",
    weight=80,
    found=found,
    least=None,
    team="team",
    columns={"at": F("requested_at"), "title": F("address"), "n": Coalesce(Subquery(ITEMS.values("n")), 0)},
    say=say,
)
