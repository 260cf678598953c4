"""What people type about an application, its services and what it may destroy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.forms.connections import REGION
from maturity.models import Connection, Repository, Team
from releases.actions.applications import Exempted, Wanted, WantedService
from releases.core.addresses import folder, is_link
from releases.core.environments import Environment
from releases.forms import _fields
from releases.models import Application, Service

LONGEST_SESSION = 7 * 24 * 3600
MOST_DAYS = 365
KNOWN = {"": None, "yes": True, "no": False}


class ApplicationForm(forms.Form):
    """Of one application. `repository` is typed by its name."""

    name = _fields.text(100, needed=gettext_lazy("Enter a name, such as the service's."))
    team = forms.ModelChoiceField(
        Team.objects.none(), to_field_name="slug",
        error_messages={
            "required": gettext_lazy("Choose the team whose application it is."),
            "invalid_choice": gettext_lazy("Choose a team in which you are a lead."),
        },
    )  # fmt: skip
    repository = _fields.text(200)
    path = _fields.text(500)
    tags = _fields.text(100)
    deploys = forms.BooleanField(required=False)
    long_lived = forms.ChoiceField(required=False, choices=[(key, key) for key in KNOWN])
    session_p95 = forms.IntegerField(
        required=False, min_value=0, max_value=LONGEST_SESSION,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            gettext_lazy("Enter a number of seconds, of a week at most."),
        ),
    )  # fmt: skip
    on_call = _fields.text(200)
    runbook = _fields.text(500)
    dashboard = _fields.text(500)

    def __init__(
        self,
        *given: Any,
        teams: QuerySet[Team],
        repositories: QuerySet[Repository],
        kept: Repository | None = None,
        free: bool = False,
        **more: Any,
    ) -> None:
        """teams, repositories: those a person may choose. kept: what it has now. free: without a team."""
        super().__init__(*given, **more)
        _fields.offer(self, "team", teams)
        self.fields["team"].required = not free
        self._repositories, self._kept = repositories, kept

    def clean_repository(self) -> Repository | None:
        typed = self.cleaned_data["repository"]
        if not typed or (self._kept is not None and typed == self._kept.name):
            return self._kept if typed else None
        found = self._repositories.filter(name=typed).first()
        if found is None:
            raise ValidationError(_("No repository you may see is called %(name)s.") % {"name": typed})
        return found

    def clean_path(self) -> str:
        found = folder(self.cleaned_data["path"])
        if found is None:
            raise ValidationError(_("A folder of the repository looks like services/shop."))
        return found

    def clean_tags(self) -> str:
        typed: str = self.cleaned_data["tags"]
        if any(char.isspace() for char in typed):
            raise ValidationError(_("A pattern of tags looks like v* and has no blanks."))
        return typed

    def clean_runbook(self) -> str:
        return _link(self.cleaned_data["runbook"])

    def clean_dashboard(self) -> str:
        return _link(self.cleaned_data["dashboard"])

    def wanted(self) -> Wanted:
        told = self.cleaned_data
        return Wanted(**{**told, "long_lived": KNOWN[told["long_lived"]]})


def filled(application: Application, **choices: Any) -> ApplicationForm:
    names = set(Wanted.__struct_fields__) - {"team", "repository", "long_lived"}
    initial = {name: getattr(application, name) for name in names}
    said = {value: key for key, value in KNOWN.items()}
    initial |= {
        "team": application.team.slug if application.team else "",
        "repository": application.repository.name if application.repository else "",
        "long_lived": said[application.long_lived],
    }
    return ApplicationForm(initial=initial, kept=application.repository, **choices)


def _link(typed: str) -> str:
    if typed and not is_link(typed):
        raise ValidationError(_("An address begins with https:// or http://."))
    return typed


class ServiceForm(forms.Form):
    """Its prefix is the environment: a page has one for each."""

    cluster = _fields.text(255, needed=gettext_lazy("Enter the name of the ECS cluster."))
    name = _fields.text(255, needed=gettext_lazy("Enter the name of the ECS service."))
    region = _fields.text(30)
    connection = _fields.connection()
    acts = forms.BooleanField(required=False)
    database = _fields.text(255)

    def __init__(self, *given: Any, connections: QuerySet[Connection], **more: Any) -> None:
        super().__init__(*given, **more)
        _fields.offer(self, "connection", connections)

    def clean_region(self) -> str:
        typed: str = self.cleaned_data["region"]
        if typed and not REGION.fullmatch(typed):
            raise ValidationError(gettext_lazy("A region looks like eu-west-1."))
        return typed

    def clean(self) -> None:
        told = self.cleaned_data
        if told.get("acts") and not told.get("connection"):
            self.add_error("connection", _("Choose a connection: Rungs answers its hooks with that role."))

    def wanted(self) -> WantedService:
        return WantedService(**{name: self.cleaned_data[name] for name in WantedService.__struct_fields__})


def service_form(
    environment: Environment, service: Service | None, connections: QuerySet[Connection], data: Any = None
) -> ServiceForm:
    """Filled with what it is now, or with what was sent."""
    names = WantedService.__struct_fields__
    initial = {name: getattr(service, name) for name in names} if service else {}
    return ServiceForm(data, prefix=environment.value, initial=initial, connections=connections)


class ExemptionForm(forms.Form):
    address = _fields.text(
        500, needed=gettext_lazy("Enter the address of a resource, such as aws_instance.old*.")
    )
    reason = _fields.text(500, needed=gettext_lazy("Say why, in a few words: it is shown to everybody."))
    until = forms.DateField(
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Enter the last day, such as 2027-01-31.")
        )
    )

    def clean_address(self) -> str:
        """One that matches everything would switch the gate off."""
        typed: str = self.cleaned_data["address"]
        if not typed.strip("*?. "):
            raise ValidationError(_("This would exempt every resource: name the ones that are meant."))
        return typed

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        today = timezone.now().date()
        if not today <= day <= today + timedelta(days=MOST_DAYS):
            raise ValidationError(_("An exemption ends today or within a year."))
        return day

    def wanted(self) -> Exempted:
        return Exempted(**self.cleaned_data)
