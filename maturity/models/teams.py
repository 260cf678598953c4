"""Teams: who looks after which repositories, and who may do what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.IntegerChoices):
    """Each may do what the ones before may.

    VIEWER looks; ENGINEER scans, checks, acknowledges and assigns; APPROVER signs releases off; LEAD changes
    settings, tokens, schedules, routing and connects repositories; ADMIN says who belongs to the team.
    """

    VIEWER = 10, _("Viewer")
    ENGINEER = 20, _("Engineer")
    APPROVER = 30, _("Approver")
    LEAD = 40, _("Lead")
    ADMIN = 50, _("Administrator")


class Told(models.TextChoices):
    """Who said so: what one source said, another does not take away."""

    PERSON = "person", _("a person")
    OIDC = "oidc", _("single sign-on")


class Team(models.Model):
    """People who look after repositories together.

    slug     its place in addresses
    handles  as CODEOWNERS names it: "@acme/network", "net@example.com"
    topics   of repositories on their host that belong to it
    """

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    handles = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    emergency_contact = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in a team, by one source; of several the highest counts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=Role)
    source = models.CharField(max_length=10, choices=Told, default=Told.PERSON)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "team", "source"], name="one_role_a_source")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.team_id} {self.role}"


class GroupGrant(models.Model):
    """The role of who is in a group of the identity provider. Without a team: administrator of all."""

    group = models.CharField(max_length=200)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="grants")
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.VIEWER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "team"], name="one_grant_a_team"),
            models.UniqueConstraint(
                fields=["group"], condition=Q(team__isnull=True), name="one_grant_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.role}"
