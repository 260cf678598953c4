"""Drift episodes: from the check that first saw it to the one that no longer did."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Q, Value, When


class Ending(models.TextChoices):
    REVERTED = "reverted"  # the cloud is again what the code says
    ADOPTED = "adopted"  # the code is now what the cloud is
    GONE = "gone"  # the resource is no longer in the state
    IGNORED = "ignored"  # a noise rule took it out
    UNKNOWN = "unknown"


def _alarming(now: datetime) -> Q:
    return Q(ended_at__isnull=True) & ~Q(acknowledged_until__gt=now)


def _acknowledged(now: datetime) -> Q:
    return Q(ended_at__isnull=True, acknowledged_until__gt=now)


def _news(moment: datetime) -> Q:
    return Q(first_seen_at__gte=moment) | Q(grew_at__gte=moment)


class DriftEpisodeQuerySet(models.QuerySet["DriftEpisode"]):
    def open(self) -> DriftEpisodeQuerySet:
        return self.filter(ended_at__isnull=True)

    def alarming(self, now: datetime) -> DriftEpisodeQuerySet:
        """Open, and nobody said for now that it may stay: what the number beside "Drift" counts."""
        return self.filter(_alarming(now))

    def acknowledged(self, now: datetime) -> DriftEpisodeQuerySet:
        return self.filter(_acknowledged(now))

    def news_since(self, moment: datetime) -> DriftEpisodeQuerySet:
        """First seen since then, or grown since then."""
        return self.filter(_news(moment))

    def counted(self, now: datetime, moment: datetime) -> dict[str, int]:
        """How many each of these lists has, in one query: "open", "yesterday" and "acknowledged"."""
        alarming = _alarming(now)
        return self.open().aggregate(
            open=Count("pk", filter=alarming),
            yesterday=Count("pk", filter=alarming & _news(moment)),
            acknowledged=Count("pk", filter=_acknowledged(now)),
        )

    def newest_first(self) -> DriftEpisodeQuerySet:
        return self.order_by("-first_seen_at", "-pk")

    def new_then_oldest(self, moment: datetime) -> DriftEpisodeQuerySet:
        """What is news since then first, then what lasts longest."""
        old = Case(When(_news(moment), then=Value(0)), default=Value(1))
        return self.order_by(old, "first_seen_at", "pk")

    def before(self, episode: DriftEpisode) -> DriftEpisodeQuerySet:
        """Those after this one in the order of `newest_first`."""
        at = episode.first_seen_at
        return self.filter(Q(first_seen_at__lt=at) | Q(first_seen_at=at, pk__lt=episode.pk))


class DriftEpisode(models.Model):
    """What drifted on one stack, for as long as anything does. A stack has at most one open.

    fingerprint   of the (address, attribute path) pairs seen last: the same drift gives the same
    items         see `core.drift.episode.Item`: every resource that drifted in it; `ended` is null while
                  it does
    attributes    how many attributes drift now; `resources`, `deleted` likewise
    checks        how many checks saw it
    plan          the newest plan that shows it, attribute by attribute
    acknowledged  holds until `acknowledged_until`, or until the drift grows
    ending        how it ended, by `evidence` {why, sentence, commit, previous_commit, serial, check,
                  endings: {ending: resources}}
    who           [{name, event, at, address, source}], newest first, where CloudTrail is connected
    recurs        the episode before it with the same fingerprint
    """

    stack = models.ForeignKey("Stack", models.CASCADE, related_name="episodes", db_index=False)
    fingerprint = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    clean_before = models.DateTimeField(null=True, blank=True)
    checks = models.PositiveIntegerField(default=1)
    resources = models.PositiveIntegerField(default=0)
    deleted = models.PositiveIntegerField(default=0)
    attributes = models.PositiveIntegerField(default=0)
    items = models.JSONField(default=list, blank=True)
    plan = models.ForeignKey("Plan", models.SET_NULL, null=True, blank=True, related_name="+")
    grew_at = models.DateTimeField(null=True, blank=True)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="drift_episodes"
    )
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_until = models.DateTimeField(null=True, blank=True)
    acknowledged_reason = models.CharField(max_length=500, blank=True, default="")

    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True, default="")
    evidence = models.JSONField(default=dict, blank=True)
    who = models.JSONField(default=list, blank=True)
    who_checked_at = models.DateTimeField(null=True, blank=True)
    recurs = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DriftEpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stack"], condition=Q(ended_at__isnull=True), name="one_open_episode"
            )
        ]
        indexes = [
            models.Index(fields=["stack", "-first_seen_at"], name="episode_history"),
            models.Index(fields=["-first_seen_at"], name="episode_newest"),
        ]

    def __str__(self) -> str:
        return f"drift of stack {self.stack_id} since {self.first_seen_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def acknowledged(self, now: datetime) -> bool:
        return self.acknowledged_until is not None and self.acknowledged_until > now


class NoiseRuleQuerySet(models.QuerySet["NoiseRule"]):
    def in_force(self, now: datetime) -> NoiseRuleQuerySet:
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))


class NoiseRule(models.Model):
    """Drift that needs nobody: told apart, still counted, and no longer alarming until it expires.

    stack      null: every stack of the repository
    address    a glob over resource addresses: "aws_autoscaling_group.*"
    attribute  a glob over attribute paths; "" stands for the whole resource
    """

    repository = models.ForeignKey("Repository", models.CASCADE, related_name="noise_rules")
    stack = models.ForeignKey("Stack", models.CASCADE, null=True, blank=True, related_name="noise_rules")
    address = models.CharField(max_length=500)
    attribute = models.CharField(max_length=500, blank=True, default="")
    reason = models.CharField(max_length=500)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = NoiseRuleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.address} {self.attribute}".strip()
