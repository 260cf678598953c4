"""Who changed the cloud beside the code: CloudTrail's calls on what drifted, from when it was clean."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from maturity.adapters import aws
from maturity.adapters.errors import AdapterError
from maturity.core.state import trail
from maturity.models import Connection, DriftEpisode

RESOURCES = 20  # of an episode that are asked for; two questions a second is all CloudTrail answers
NAMES = 2  # by which one resource is asked for
EPISODES = 5  # in one round
UNSEEN = timedelta(days=1)  # looked back when no clean check is known


def attribute_open_episodes(repository_id: int, now: datetime) -> None:
    """Those never asked about, and those that grew since; once their events had time to arrive."""
    news = Q(who_checked_at=None, first_seen_at__lte=now - trail.LATE) | Q(
        grew_at__gt=F("who_checked_at"), grew_at__lte=now - trail.LATE
    )
    here = Q(stack__repository=repository_id, stack__connection__cloudtrail=True)
    found = DriftEpisode.objects.open().filter(here, news).select_related("stack__connection", "plan")
    for episode in found.order_by("first_seen_at")[:EPISODES]:
        attribute_episode(episode, now)


def attribute_episode(episode: DriftEpisode, now: datetime | None = None) -> None:
    """Fill in `who`. What AWS refuses is said on the connection, and what was known is kept."""
    connection, now = episode.stack.connection, now or timezone.now()
    if connection is None or not connection.cloudtrail:
        return
    try:
        found = _ask(connection, episode, now)
    except AdapterError as error:
        Connection.objects.filter(pk=connection.pk).update(error=error.message[:2000], checked_at=now)
        if not error.permanent:
            aws.forget(connection)
            return
        found = []
    else:
        Connection.objects.filter(pk=connection.pk).exclude(error="").update(error="", checked_at=now)
    episode.who, episode.who_checked_at = found or episode.who, now
    episode.save(update_fields=["who", "who_checked_at"])


def _ask(connection: Connection, episode: DriftEpisode, now: datetime) -> list[dict[str, str]]:
    named = cloud_names(episode)
    calls: dict[str, list[trail.Event]] = {}
    drifting = [one for one in episode.items if not one.get("ended")]
    for one in drifting[:RESOURCES]:
        address, since, until = one["address"], *window(episode, one)
        for name in named.get(address, ())[:NAMES]:
            region = trail.region_for(one.get("type", ""), connection.region)
            found = aws.look_up(connection, since, until, resource=name, region=region, now=now)
            calls.setdefault(address, []).extend(found.events)
    return trail.rows(calls)


def window(episode: DriftEpisode, item: dict[str, str]) -> tuple[datetime, datetime]:
    """From the last clean check to the one that first saw this resource adrift."""
    until = episode.first_seen_at
    if item.get("first_seen"):
        until = datetime.fromisoformat(item["first_seen"])
    return episode.clean_before or episode.first_seen_at - UNSEEN, until


def cloud_names(episode: DriftEpisode) -> dict[str, tuple[str, ...]]:
    """address -> what the cloud calls the resource, as far as its plan keeps it."""
    changes = episode.plan.changes if episode.plan else []
    return {one.address: one.names for one in changes if one.names}
