"""How often the team broke the glass lately."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext

from maturity.figures import Figure, Line
from maturity.models import Team
from maturity.words import grouped
from releases.models import Override

LATELY = timedelta(days=90)


def told(team: Team, now: datetime) -> Line | None:
    found = Override.objects.filter(release__application__team=team, at__gt=now - LATELY)
    n, owed = found.aggregate(n=Count("pk"), owed=Count("pk", filter=Q(review__done_at=None))).values()
    if not n:
        return None
    text = ngettext(
        "%(n)s release in 90 days went without its gates",
        "%(n)s releases in 90 days went without their gates",
        n,
    ) % {"n": grouped(n)}
    if owed:
        waits = ngettext("%(n)s review is owed", "%(n)s reviews are owed", owed) % {"n": grouped(owed)}
        text = f"{text}; {waits}"
    return Line(text, reverse("releases:reviews"))


FIGURE = Figure(told)
