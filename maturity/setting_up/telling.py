"""Who is told."""

from __future__ import annotations

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from maturity.models import Route
from maturity.setting_up.step import Link, Situation, State, Step


def routes(now: Situation) -> Step:
    found = now.repository
    mine = Q(team=None) | Q(team=found.team_id)
    theirs = Q(channel__team=None) | Q(channel__team=found.team_id)
    there = Route.objects.filter(mine, theirs, enabled=True, channel__enabled=True).exists()
    return Step(
        key="routes", title=_("Tell somebody"), state=State.DONE if there else State.OPEN,
        told=_("A channel is told of its news.") if there else _("Its news stay in the inbox."),
        brings=_("Drift, failing checks and lost levels reach Slack, Teams, e-mail or a webhook of yours."),
        asks=_("Nothing of the host: an address messages are sent to."), links=_channels(),
    )  # fmt: skip


def _channels() -> tuple[Link, ...]:
    try:
        return (Link(_("Channels"), reverse("maturity:channels")),)
    except NoReverseMatch:
        return ()
