"""The person who signs in, and what they set for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Aggregate, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject
from django.utils.translation import gettext_lazy as _

from maturity.models.organisations import ONLY, Organisation
from maturity.models.teams import Membership, Told

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
        role = Concat(Cast("team_id", text), Value(":", text), Cast("role", text), output_field=text)
        roles = Membership.objects.filter(user=OuterRef("pk")).order_by().values("user")
        told = {name: F(name) for name in Organisation.columns()}
        organisation = Organisation.objects.filter(pk=ONLY).values(row=JSONObject(**told))
        return self.annotate(
            standing_text=Coalesce(Subquery(roles.annotate(all=Listed(role)).values("all")), Value("", text)),
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
        told: str | None = self.__dict__.get("standing_text")
        found: dict[int, int] = {}
        for team, role in self._roles() if told is None else _told(told):
            found[team] = max(role, found.get(team, 0))
        return found

    def _roles(self) -> Iterable[tuple[int, int]]:
        return Membership.objects.filter(user=self).values_list("team_id", "role")

    @cached_property
    def organisation(self) -> Organisation:
        told = self.__dict__.get("organisation_row", ...)
        if told is ...:
            return Organisation.current()
        return Organisation(pk=ONLY, **(told or {}))

    def may(self, least: int, team: int | None) -> bool:
        """Whether the role in a team is at least this one. What has no team is the administrators'."""
        if self.is_superuser:
            return True
        return team is not None and self.standing.get(team, 0) >= least

    def teams_where(self, least: int) -> list[int]:
        """The ids of the teams in which the role is at least this one; administrators have no need to ask."""
        return [team for team, role in self.standing.items() if role >= least]


def _told(text: str) -> Iterator[tuple[int, int]]:
    """ "3:20,4:50" as pairs of a team and a role."""
    for part in filter(None, text.split(",")):
        team, role = part.split(":")
        yield int(team), int(role)


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="one_filter_a_name")]
        verbose_name = _("saved filter")

    def __str__(self) -> str:
        return self.name
