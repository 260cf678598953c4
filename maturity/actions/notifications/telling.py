"""What happens to a channel, as an Event of its team: without one it is the organisation's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from maturity.models import Channel, Event, User


def tell(
    kind: str, channel: Channel, data: Mapping[str, Any], at: datetime, *, by: User | None = None
) -> None:
    Event.objects.create(
        kind=kind, actor=by, team_id=channel.team_id, subject=channel.name, data=dict(data), at=at
    )
