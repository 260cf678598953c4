"""The plan of an open pull request that would take something of prod away."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity import access, words
from maturity.models import PullState, Purpose, User
from maturity.models.plans import PlanQuerySet
from maturity.waiting import Item, Row, Source
from maturity.waiting._stacks import stack_columns
from maturity.words.drift import stack_name

STACK = stack_columns("stack__")


def found(user: User, now: datetime) -> PlanQuerySet:
    of_prod = access.plans_for(user).filter(
        purpose=Purpose.PULL_REQUEST, superseded_at=None, stack__environment="prod"
    )
    return of_prod.filter(
        Q(deletes__gt=0) | Q(replaces__gt=0), pull_request__state=PullState.OPEN, pull_request__draft=False
    )


def say(row: Row, now: datetime) -> Item:
    count = row.n + row.m
    reason = ngettext(
        "The plan of %(stack)s destroys or replaces %(n)s resource in prod.",
        "The plan of %(stack)s destroys or replaces %(n)s resources in prod.",
        count,
    )
    return Item(
        icon="plan",
        colour="c-danger",
        title=f"{row.title} #{row.note}",
        url=reverse("maturity:plan", args=[row.key]),
        reason=reason % {"stack": stack_name(row.place), "n": words.grouped(count)},
        button=_("Review"),
        tags=((_counted(row), "danger"),),
    )


def _counted(row: Row) -> str:
    """ "−19 ±28"."""
    both = [("−", row.n), ("±", row.m)]
    return " ".join(f"{sign}{words.grouped(count)}" for sign, count in both if count)


SOURCE = Source(
    name="plan_destroys",
    weight=40,
    found=found,
    team="repository__team",
    columns={
        "at": F("at"), "n": F("deletes"), "m": F("replaces"), "title": F("repository__name"),
        "place": STACK["place"], "note": Cast("pull_request__number", TextField()),
    },
    say=say,
)  # fmt: skip
