"""Logins for hosts that an administrator gave on a page. Those of the environment are in no row."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from maturity.models.sealed import SealedField


class LoginKind(models.TextChoices):
    TOKEN = "token"  # noqa: S105 - the kind, not one
    GITHUB_APP = "github_app"


def owners_of(path: str) -> list[str]:
    """For which owners a login can be that fits a repository: "A/b/c" is of "", "a", "a/b" and "a/b/c"."""
    words = path.lower().strip("/").split("/")
    return ["", *("/".join(words[:number]) for number in range(1, len(words) + 1))]


class HostLoginQuerySet(models.QuerySet["HostLogin"]):
    def fitting(self, host: str, path: str) -> HostLogin | None:
        """The one for the nearest owner."""
        found = self.filter(host=host, owner__in=owners_of(path))
        return max(found, key=lambda one: len(one.owner), default=None)

    def places(self) -> frozenset[tuple[str, str]]:
        return frozenset(self.values_list("host", "owner"))


class HostLogin(models.Model):
    """How Rungs signs in to one host.

    host      "github.com", without port
    owner     the organisation or group it is for, in lower case; "" for the whole host. The longest that
              fits is used
    user      what git sends with a token; of a GitHub App, the name it writes under, "" while unknown
    secret    the token, or the private key (PEM) of a GitHub App
    app_id    of a GitHub App; `installation` of it in the organisation
    error     why the last use failed, in the host's words; "" when it worked
    """

    host = models.CharField(max_length=253)
    owner = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=20, choices=LoginKind, default=LoginKind.TOKEN)
    user = models.CharField(max_length=100, blank=True, default="")
    secret = SealedField()
    app_id = models.CharField(max_length=20, blank=True, default="")
    installation = models.CharField(max_length=20, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    objects = HostLoginQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "owner"], name="one_login_an_owner")]

    def __str__(self) -> str:
        return f"{self.host}/{self.owner}".rstrip("/")
