"""Routes: what a channel tells of, and when."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.actions.notifications.telling import tell
from maturity.models import Channel, Event, Route, User

MOST = 20
COLUMNS = (
    "team", "environments", "kinds", "digest", "digest_at", "digest_day", "quiet_from", "quiet_to",
    "quiet_days", "time_zone",
)  # fmt: skip


def save_route(by: User, channel: Channel, route: Route | None, wanted: dict[str, Any]) -> Route:
    """Add one, or change it. wanted: by `COLUMNS`. What happened before it was made is not told."""
    if route is None and channel.routes.count() >= MOST:
        raise Refused(_("A channel has at most %(n)s routes.") % {"n": MOST})
    row = route or Route(channel=channel, after=Event.objects.newest_number())
    for name in COLUMNS:
        setattr(row, name, wanted[name])
    with transaction.atomic():
        row.save()
        _tell("route.changed" if route else "route.added", by, channel, row)
    return row


def remove_route(by: User, channel: Channel, route: Route) -> None:
    with transaction.atomic():
        _tell("route.removed", by, channel, route)
        route.delete()


def _tell(kind: str, by: User, channel: Channel, route: Route) -> None:
    data = {"channel": channel.pk, "kinds": route.kinds, "environments": route.environments}
    tell(kind, channel, data, timezone.now(), by=by)
