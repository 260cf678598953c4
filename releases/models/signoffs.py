"""Sign-offs, and the tickets they buy."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from releases.models.applications import ENVIRONMENTS


class Decision(TextChoices):
    APPROVE = "approve", _("signed off")
    REJECT = "reject", _("rejected")


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def standing(self) -> SignOffQuerySet:
        return self.filter(ended_at__isnull=True)


class SignOff(models.Model):
    """One person's word on one item, or (item "") on the release as a whole. It is never changed, only ended.

    principal  who it was, as they were then: {"username", "name", "email", "role", "teams", "login"}
    role       maturity.Role of the person in the application's team at that time
    digest     the subject it was given for
    ended_how  "revoked", "stale", "expired", "left", "replaced"
    carried    the one it was taken over from when a new release had the same subject
    """

    release = models.ForeignKey("Release", models.CASCADE, related_name="signoffs")
    item = models.CharField(max_length=60, blank=True, default="")
    decision = models.CharField(max_length=10, choices=Decision)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="signoffs"
    )
    principal = models.JSONField(default=dict)
    role = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=20, blank=True, default="")
    ended_by = models.CharField(max_length=200, blank=True, default="")
    carried = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SignOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "item", "person"], condition=Q(ended_at__isnull=True),
                name="one_word_a_person",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.decision} of {self.item or 'all'}"


class SignOffRequest(models.Model):
    """A word that is asked for, of people with at least this role: see `core.requests`.

    item   "" for the release as a whole; title: of the item
    since  from then on; ahead of now where what was said lapses by itself
    """

    release = models.ForeignKey("Release", models.CASCADE, related_name="requests")
    item = models.CharField(max_length=60, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    role = models.PositiveSmallIntegerField()
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "item"], name="one_request_an_item")]

    def __str__(self) -> str:
        return f"request for {self.item or 'all'}"


class GateTicket(models.Model):
    """Good once, for one subject and one step, for half an hour: nothing can change between asking and going.

    secret  SHA-256 of the ticket; the ticket itself is given out once
    """

    release = models.ForeignKey("Release", models.CASCADE, related_name="tickets")
    environment = models.CharField(max_length=10, choices=ENVIRONMENTS)
    digest = models.CharField(max_length=64)
    step = models.PositiveSmallIntegerField()
    secret = models.CharField(max_length=64, unique=True)
    principal = models.JSONField(default=dict)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.CharField(max_length=200, blank=True, default="")
    void_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"ticket {self.pk}"
