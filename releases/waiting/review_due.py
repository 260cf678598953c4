"""An emergency release that somebody else than who broke the glass has to review."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec.structs import replace

from maturity.access import seen
from maturity.models import Role, User
from maturity.waiting import Item, Row, Source
from releases.models import PostReview
from releases.models.overrides import PostReviewQuerySet
from releases.waiting import _releases


def found(user: User, now: datetime) -> PostReviewQuerySet:
    mine = PostReview.objects.open().filter(seen(user, "override__release__application__"))
    return mine.exclude(override__person=user)


def say(row: Row, now: datetime) -> Item:
    if row.at > now:
        reason = _("It went without its gates: the review is due soon, and the next release waits for it.")
    else:
        reason = _("It went without its gates: the review is overdue, and the next release waits for it.")
    item = _releases.item(row, "bolt", "c-warn", reason, _("Review"), now)
    return replace(item, url=reverse("releases:review", args=[row.place, row.note]))


SOURCE = Source(
    name="review_due",
    weight=22,
    found=found,
    least=Role.APPROVER,
    team="override__release__application__team",
    columns={"at": F("due_at"), **_releases.columns("override__release__")},
    say=say,
)
