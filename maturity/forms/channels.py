"""A channel and its routes, as people type them. A secret that was typed is never put into a page again."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from maturity.actions import notifications
from maturity.models import Channel, Digest, Route, Team
from maturity.words import notices

ENVIRONMENTS, LONGEST = 20, 50
DAYS = [(n, word) for n, word in enumerate(notices.WEEKDAYS)]
WHEN = [(Digest.AT_ONCE, gettext_lazy("At once")), (Digest.DAILY, gettext_lazy("Once a day")),
        (Digest.WEEKLY, gettext_lazy("Once a week"))]  # fmt: skip
NO_TIME = gettext_lazy("Enter a time such as 09:00.")


class ChannelForm(forms.Form):
    """kind: whose fields it has. channel: the one to change; its secrets stay where none is typed."""

    name = forms.CharField(
        max_length=100, error_messages={"required": gettext_lazy("Enter a name, such as the room's.")}
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def __init__(self, kind: str, channel: Channel | None, teams: QuerySet[Team], **more: Any) -> None:
        super().__init__(**more)
        self.kind = notifications.kinds()[kind]
        for field in self.kind.fields:
            needed = not (field.secret and channel)
            missing = {"required": gettext_lazy("This is needed.")}
            self.fields[field.name] = forms.CharField(
                required=needed, max_length=field.longest, error_messages=missing
            )
        if channel is None:
            self.fields["team"] = forms.ModelChoiceField(queryset=teams, required=False)

    def wanted(self) -> notifications.Wanted:
        values = {field.name: self.cleaned_data[field.name] for field in self.kind.fields}
        return notifications.Wanted(
            name=self.cleaned_data["name"], language=self.cleaned_data["language"], values=values
        )

    @property
    def typed(self) -> list[tuple[Any, Any]]:
        """Each field of the kind, and what it is: a secret's value is never written into the page."""
        return [(self[field.name], field) for field in self.kind.fields]


class RouteForm(forms.Form):
    team = forms.ModelChoiceField(queryset=Team.objects.none(), required=False)
    environments = forms.CharField(required=False, max_length=1000)
    kinds = forms.MultipleChoiceField(required=False)
    digest = forms.ChoiceField(choices=WHEN, required=False)
    digest_at = forms.TimeField(required=False, error_messages={"invalid": NO_TIME})
    digest_day = forms.TypedChoiceField(choices=DAYS, coerce=int, required=False, empty_value="0")
    quiet_from = forms.TimeField(required=False, error_messages={"invalid": NO_TIME})
    quiet_to = forms.TimeField(required=False, error_messages={"invalid": NO_TIME})
    quiet_days = forms.TypedMultipleChoiceField(choices=DAYS, coerce=int, required=False)
    time_zone = forms.CharField(max_length=50)

    def __init__(self, channel: Channel, teams: QuerySet[Team], route: Route | None, **more: Any) -> None:
        """Only a shared channel chooses among teams; what is stored already can stay."""
        super().__init__(**more)
        kinds: Any = self.fields["kinds"]
        own = [(kind, kind) for kind in (route.kinds if route else []) if kind not in notices.groups()]
        kinds.choices = [*notices.groups().items(), *own]
        team: Any = self.fields["team"]
        team.queryset = teams if channel.team_id is None else Team.objects.none()

    def clean_environments(self) -> list[str]:
        found = list(dict.fromkeys(re.split(r"[\s,]+", self.cleaned_data["environments"].strip())))
        if len(found) > ENVIRONMENTS or any(len(one) > LONGEST for one in found):
            raise ValidationError(gettext_lazy("At most 20 environments of 50 characters each."))
        return [one for one in found if one]

    def clean_time_zone(self) -> str:
        typed: str = self.cleaned_data["time_zone"]
        if typed not in available_timezones():
            raise ValidationError(gettext_lazy("A time zone looks like Europe/Berlin."))
        return typed

    def clean_quiet_days(self) -> list[int]:
        days: list[int] = self.cleaned_data["quiet_days"]
        if len(set(days)) == len(DAYS):
            raise ValidationError(gettext_lazy("Leave a day on which messages arrive, or pause the channel."))
        return days

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("quiet_from"), given.get("quiet_to")
        if (start is None) != (end is None) or (start is not None and start == end):
            self.add_error("quiet_to", gettext_lazy("Quiet hours have a beginning and an end that differ."))
        if given.get("digest") and given.get("digest_at") is None and "digest_at" not in self.errors:
            self.add_error("digest_at", NO_TIME)
        return {**given, "digest_day": int(given.get("digest_day") or 0)}


def filled(route: Route) -> dict[str, Any]:
    """What a form for this route starts with."""
    names = ("team", "kinds", "digest", "digest_day", "quiet_days", "time_zone")
    times = ("digest_at", "quiet_from", "quiet_to")
    told = {name: f"{at:%H:%M}" if (at := getattr(route, name)) else "" for name in times}
    plain = {name: getattr(route, name) for name in names}
    return {**plain, **told, "environments": ", ".join(route.environments)}
