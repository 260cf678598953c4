"""What people type about sources of metrics."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from maturity.forms.connections import REGION
from maturity.models import Connection, Team
from releases.actions.metrics.sourcing import WantedSource
from releases.forms import _fields
from releases.models import MetricSource


class SourceForm(forms.Form):
    """What a kind does not need is not taken. teams: of a new one, whose it may be; shared: or nobody's."""

    name = _fields.text(100, needed=gettext_lazy("Enter a name for it."))
    url = _fields.text(500)
    secret = _fields.text(2_000)
    connection = _fields.connection()
    region = _fields.text(30)

    def __init__(
        self, *given: Any, connections: QuerySet[Connection], teams: QuerySet[Team] | None = None,
        shared: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **more)
        _fields.offer(self, "connection", connections)
        if teams is not None:
            self.fields["team"] = forms.ModelChoiceField(
                teams, to_field_name="slug", required=not shared,
                error_messages={
                    "required": gettext_lazy("Choose the team whose leads may use it."),
                    "invalid_choice": gettext_lazy("Choose a team that you lead."),
                },
            )  # fmt: skip

    def whose(self) -> Team | None:
        found: Team | None = self.cleaned_data.get("team")
        return found

    def clean_region(self) -> str:
        typed: str = self.cleaned_data["region"]
        if typed and not REGION.fullmatch(typed):
            raise ValidationError(gettext_lazy("A region looks like eu-west-1."))
        return typed

    def wanted(self) -> WantedSource:
        return WantedSource(**{name: self.cleaned_data[name] for name in WantedSource.__struct_fields__})


def filled(source: MetricSource) -> dict[str, Any]:
    """Without its secret."""
    return {name: getattr(source, name) for name in ("name", "url", "connection", "region")}
