"""The person who signs in, and what they set for themselves."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Aggregate, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy as _

from maturity.models.organisations import ONLY, Organisation
from maturity.models.teams import Membership, Told

FILTERS = 50  # a person may save

THEMES = ("light", "dark")


class Listed(Aggregate):
    """Texts, with commas between them."""

    function = "STRING_AGG"
    output_field = models.TextField()
    template = "%(function)s(%(expressions)s, ',')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class People(UserManager["User"]):
    def with_standing(self) -> QuerySet[User]:
        """With roles and the organisation's settings, in one query: what every page of a person needs."""
        text = models.TextField()
        role = JSONObject(team="team_id", role="role", slug="team__slug", name="team__name")
        roles = Membership.objects.filter(user=OuterRef("pk")).order_by().values("user")
        told = {name: F(name) for name in Organisation.columns()}
        organisation = Organisation.objects.filter(pk=ONLY).values(row=JSONObject(**told))
        return self.annotate(
            roles_text=Subquery(roles.annotate(all=Listed(Cast(role, text))).values("all")),
            organisation_row=Subquery(organisation, output_field=models.JSONField()),
        )


class User(AbstractUser):
    """Django's user, ours from the first migration on, so that it can grow without a rewrite.

    `is_superuser` is an administrator of the organisation: may do everything.

    inbox_seen  the newest Event this person has read of
    language    of `LANGUAGES`; "" follows the browser
    theme       "light", "dark", "auto" as the machine prefers; "" is what the browser was told
    time_zone   "Europe/Berlin"; "" is the organisation's
    shortcuts   single-key shortcuts are on (WCAG 2.1.4)
    admin_by    who said that this is an administrator: the provider takes back only what it gave
    """

    inbox_seen = models.PositiveBigIntegerField(default=0)
    language = models.CharField(max_length=10, blank=True, default="")
    theme = models.CharField(max_length=10, blank=True, default="")
    time_zone = models.CharField(max_length=50, blank=True, default="")
    shortcuts = models.BooleanField(default=True)
    admin_by = models.CharField(max_length=10, choices=Told, default=Told.PERSON)

    objects: ClassVar[People] = People()

    @cached_property
    def standing(self) -> dict[int, int]:
        """The highest role in each team, by the team's id."""
        found: dict[int, int] = {}
        for one in self._roles:
            found[one["team"]] = max(one["role"], found.get(one["team"], 0))
        return found

    @property
    def own_teams(self) -> dict[int, tuple[str, str]]:
        """Slug and name of each team the person has a role in, by its id, in order of the names."""
        ordered = sorted(self._roles, key=lambda one: str(one["name"]).casefold())
        return {one["team"]: (one["slug"], one["name"]) for one in ordered}

    @cached_property
    def _roles(self) -> list[dict[str, Any]]:
        """One for each source that says so: {team, role, slug, name}."""
        told = self.__dict__.get("roles_text", ...)
        if told is ...:
            told = User.objects.with_standing().get(pk=self.pk).__dict__["roles_text"]
        found: list[dict[str, Any]] = json.loads(f"[{told or ''}]")
        return found

    @cached_property
    def organisation(self) -> Organisation:
        told = self.__dict__.get("organisation_row", ...)
        if told is ...:
            return Organisation.current()
        return Organisation(pk=ONLY, **(told or {}))

    def kept_state(self) -> tuple[object, ...] | None:
        """All that is known of the person, the same as long as nothing about them changes; None when their
        roles and the organisation's settings were not read along.
        """
        known = self.__dict__
        if "roles_text" not in known or "organisation_row" not in known:
            return None
        row = json.dumps(known["organisation_row"], sort_keys=True, default=str)
        names = {field.attname for field in self._meta.concrete_fields} - {"password", "last_login"}
        own = tuple(known.get(name) for name in sorted(names))
        return (*own, known["roles_text"], row)

    def may(self, least: int, team: int | None) -> bool:
        """Whether the role in a team is at least this one. What has no team is the administrators'."""
        if self.is_superuser:
            return True
        return team is not None and self.standing.get(team, 0) >= least

    def teams_where(self, least: int) -> list[int]:
        """The ids of the teams in which the role is at least this one; administrators have no need to ask."""
        return [team for team, role in self.standing.items() if role >= least]


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def keep(self, user: User, page: str, name: str, query: str, now: datetime) -> bool:
        """In the place of the one of this name, if there is one. False: they have as many as they may."""
        same = self.filter(user=user, page=page, name=name)
        if same.update(query=query, created_at=now):
            return True
        if self.filter(user=user).count() >= FILTERS:
            return False
        self.get_or_create(
            user=user, page=page, name=name, defaults={"query": query, "created_at": now}
        )  # two browsers at once make one
        return True


class SavedFilter(models.Model):
    """A list as somebody likes to see it.

    page   the name of the list's address: "maturity:repositories"
    query  as in an address, without "?"
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    created_at = models.DateTimeField()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="one_filter_a_name")]
        verbose_name = _("saved filter")

    def __str__(self) -> str:
        return self.name

    def rename(self, name: str) -> bool:
        """False: another of the list has that name."""
        others = SavedFilter.objects.filter(user=self.user_id, page=self.page, name=name).exclude(pk=self.pk)
        if others.exists():
            return False
        self.name = name
        self.save(update_fields=["name"])
        return True
