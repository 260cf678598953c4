"""Channels and their outbox: a team's are its leads', shared ones the administrators'."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from maturity.access.roles import Person, expect_somewhere
from maturity.models import Channel, Notification, Role, Route, User


def channels_for_write(user: Person) -> QuerySet[Channel]:
    """Those a person may change, without their secrets. Denied for who leads no team."""
    expect_somewhere(user, Role.LEAD)
    found = Channel.objects.defer("secret").select_related("team")
    if isinstance(user, User) and not user.is_superuser:
        return found.filter(team__in=user.teams_where(Role.LEAD))
    return found


def channel_for_write(user: Person, pk: int) -> Channel:
    return get_object_or_404(channels_for_write(user), pk=pk)


def route_for_write(user: Person, channel: int, pk: int) -> Route:
    found = Route.objects.select_related("channel").defer("channel__secret")
    return get_object_or_404(found, pk=pk, channel=channel_for_write(user, channel))


def notifications_for_write(user: Person) -> QuerySet[Notification]:
    """The outbox of those channels."""
    mine = channels_for_write(user).order_by().values("pk")
    return Notification.objects.filter(channel__in=mine)
