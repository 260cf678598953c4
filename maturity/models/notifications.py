"""Who is told what, where, and whether it arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import models
from django.db.models import Q

from maturity.models.sealed import SealedField

if TYPE_CHECKING:
    from maturity.models.events import Event


class Digest(models.TextChoices):
    AT_ONCE = "", "at once"
    DAILY = "daily"
    WEEKLY = "weekly"


class Channel(models.Model):
    """One place messages go to.

    kind      a file of adapters/notifiers/: "slack_webhook", "slack_bot", "teams", "email", "webhook"
    team      whose leads may change it; null: the organisation's
    given     what the kind needs and everybody may read: {"to": "ops@example.com"}
    secret    what the kind needs and nobody may read, as JSON: {"url": an address with a token in it}
    shown     what may be told of where it leads: "hooks.slack.com …x7Qz"
    language  of its messages
    error     why the last message failed, in the provider's words; "" when it arrived
    retry_at  it failed: until then nothing is sent. failures: in a row
    failing_since  when its leads were told that it fails
    """

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=30)
    team = models.ForeignKey("Team", models.CASCADE, null=True, blank=True, related_name="channels")
    given = models.JSONField(default=dict, blank=True)
    secret = SealedField(blank=True, default="")
    shown = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="one_channel_a_name"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(team__isnull=True), name="one_shared_channel_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Route(models.Model):
    """Which events go to a channel, and when.

    team          only of this team's repositories; null: of all that the channel's owner may see
    environments  ["prod"]: only what happened to their stacks; empty: everything
    kinds         kinds of events or their groups: ["drift.*", "check.failing"]; empty: all news
    quiet_from    … quiet_to: local hours in which messages wait; `quiet_days` whole days, Monday is 0
    time_zone     of the quiet hours and of the digest
    after         the newest Event when it was made or switched on: what was before is not told
    """

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="routes")
    team = models.ForeignKey("Team", models.CASCADE, null=True, blank=True, related_name="+")
    environments = models.JSONField(default=list, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    digest = models.CharField(max_length=10, choices=Digest, blank=True, default=Digest.AT_ONCE)
    digest_at = models.TimeField(null=True, blank=True)
    digest_day = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    quiet_days = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=50, default="UTC")
    after = models.PositiveBigIntegerField(default=0)
    enabled = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.channel_id}: {self.kinds}"

    @property
    def zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")


class Standing(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"  # given up, or nobody knows whether it arrived: a person may send it again
    DROPPED = "dropped"  # by a person, or its channel was switched off


class Notification(models.Model):
    """One message to one channel: the outbox.

    key         what it is, so that it is made once: "event:12", "digest:3:2026-11-23T09:00"
    events      what it tells of
    not_before  the end of quiet hours, a digest's hour
    attempts    so often it was begun; whoever began an earlier one has no say any more
    doubt       an attempt ended without an answer: it may have arrived
    """

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=100)
    events: models.ManyToManyField[Event, Any] = models.ManyToManyField("Event", related_name="notifications")
    state = models.CharField(max_length=10, choices=Standing, default=Standing.WAITING)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    doubt = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="one_message_a_key")]
        indexes = [
            models.Index(
                fields=["not_before"], condition=Q(state__in=["waiting", "sending"]), name="outbox_due"
            ),
            models.Index(fields=["channel", "-id"], name="outbox_of_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.key}: {self.state}"

    @property
    def known_as(self) -> str:
        """What it is sent with, so that it can be told from every other message, also of another Rungs."""
        return f"{settings.RUNGS_HOST}:{self.pk}:{self.created_at:%Y%m%d%H%M%S}"[:200]
