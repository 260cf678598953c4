"""Events: what happened, who did it, and whether it was told. History, audit and outbox in one table."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

# What somebody who was not looking wants to hear of; everything else is history only.
# Of it, what concerns no repository: it is a team's, or without one the organisation's.
# Of releases: also where the repository is another team's, or none.
NEWS_OF_RELEASES = (
    "call.waiting", "deployment.worse", "release.approved", "release.bypassed", "release.completed",
    "release.held", "release.overridden", "release.ready", "release.rejected", "release.rollback_failed",
    "release.rolled_back", "release.rolling_back", "release.started", "release.unsettled", "review.overdue",
    "rollout.failed", "rollout.passed", "rollout.undecided",
)  # fmt: skip
NEWS_OF_TEAMS = ("login.locked", "team.repository_left", *NEWS_OF_RELEASES)
NEWS_OF_LEADS = ("channel.failing", "channel.recovered", "source.failing", "source.recovered")
NEWS = (
    "check.failing", "check.recovered", "drift.grew", "drift.opened", "drift.resolved", "level.changed",
    "lock.held_long", "lock.released", "repository.moved", "scan.failed", *NEWS_OF_TEAMS, *NEWS_OF_LEADS,
)  # fmt: skip


class EventQuerySet(models.QuerySet["Event"]):
    def newest_first(self) -> EventQuerySet:
        return self.order_by("-at", "-pk")

    def before(self, event: Event) -> EventQuerySet:
        """In the order of `newest_first`: those after this one."""
        return self.filter(Q(at__lt=event.at) | Q(pk__lt=event.pk), at__lte=event.at)

    def news(self) -> EventQuerySet:
        return self.filter(kind__in=NEWS)

    def newest_number(self) -> int:
        """The pk of the one that was written last; 0 when there is none."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def undelivered(self) -> EventQuerySet:
        return self.filter(delivered_at__isnull=True).order_by("pk")


class Event(models.Model):
    """`subject` names the thing in words, and stays readable after the thing is gone.

    `team` is set where there is no repository, or another team's. Without both it is the
    organisation's: for administrators.

    kind   "repository.connected", "repository.forgotten", "scan.requested", "scan.failed",
           "level.changed", "criteria_set.changed", "drift.opened", "drift.grew", "drift.resolved",
           "drift.acknowledged", "drift.unacknowledged", "drift.assigned", "noise.added", "noise.removed",
           "check.requested", "check.cancelled", "check.failing", "check.recovered", "lock.held_long",
           "lock.released", "state.placed", "token.created", "token.revoked",
           "webhook.rotated", "comments.on", "comments.off", "stack.declared", …
    """

    kind = models.CharField(max_length=50)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="events"
    )
    repository = models.ForeignKey(
        "Repository", models.SET_NULL, null=True, blank=True, related_name="events"
    )
    stack = models.ForeignKey("Stack", models.SET_NULL, null=True, blank=True, related_name="events")
    team = models.ForeignKey("Team", models.SET_NULL, null=True, blank=True, related_name="events")
    subject = models.CharField(max_length=250)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            # All that is asked of one repository's: what does not match is passed over without its row.
            models.Index(fields=["repository", "-at", "-id", "kind", "actor"], name="event_history"),
            models.Index(fields=["stack", "-at"], name="stack_event_history"),
            # Likewise, all that /activity/ asks for.
            models.Index(fields=["-at", "-id", "kind", "actor", "repository", "team"], name="event_activity"),
            models.Index(fields=["-id"], condition=Q(kind__in=NEWS), name="event_news"),
            models.Index(fields=["repository", "-id"], condition=Q(kind__in=NEWS), name="event_news_of"),
            models.Index(
                fields=["team", "-id"], condition=Q(kind__in=NEWS, team__isnull=False),
                name="event_news_of_team",
            ),
            models.Index(fields=["id"], condition=Q(delivered_at__isnull=True), name="event_outbox"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"

    def claim(self, now: datetime) -> bool:
        """Make its delivery ours. False: somebody else delivers it."""
        return Event.objects.filter(pk=self.pk, delivered_at__isnull=True).update(delivered_at=now) == 1
