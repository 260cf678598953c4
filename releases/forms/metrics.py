"""What people type about metrics and the places where they are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from maturity.forms.connections import REGION
from maturity.models import Connection, Team
from releases.actions.metrics.bound import WantedMetric
from releases.actions.metrics.sourcing import WantedSource
from releases.core.presets import Made
from releases.forms import _fields
from releases.models import Direction, Metric, MetricKind, MetricSource


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


class MetricForm(forms.Form):
    """slo: of a level in its unit; of counts the share of good ones in %."""

    preset = _fields.text(40)
    environment = _fields.environment("prod")
    source = forms.ModelChoiceField(
        MetricSource.objects.none(),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose the source it is read from.")
        ),
    )
    name = _fields.text(100, needed=gettext_lazy("Enter a name, such as Latency p95."))
    kind = forms.ChoiceField(
        choices=MetricKind.choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose a level, or a rate by counts.")
        ),
    )
    query = _fields.text(4_000, needed=gettext_lazy("Enter the query."))
    total_query = _fields.text(4_000)
    control_query = _fields.text(4_000)
    control_total_query = _fields.text(4_000)
    unit = _fields.text(20)
    scale = forms.FloatField(
        required=False, min_value=1e-12, max_value=1e12,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Enter a number above zero, such as 1000.")
        ),
    )  # fmt: skip
    direction = forms.ChoiceField(choices=Direction.choices, required=False)
    slo = forms.FloatField(
        required=False, min_value=0, max_value=1e15,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Enter a number, such as 300 or 99.9.")
        ),
    )  # fmt: skip
    critical = forms.BooleanField(required=False)

    def __init__(self, *given: Any, sources: QuerySet[MetricSource], **more: Any) -> None:
        super().__init__(*given, **more)
        _fields.offer(self, "source", sources)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        slo = given.get("slo")
        if given.get("kind") == MetricKind.COUNTS and slo is not None:
            if not 0 < slo < 100:
                self.add_error(
                    "slo", gettext_lazy("Of counts it is a share between 0 and 100 %, such as 99.9.")
                )
            given["slo"] = round(slo / 100, 9)
        given["scale"] = given.get("scale") or 1.0
        given["direction"] = given.get("direction") or Direction.UP
        return given

    def wanted(self) -> WantedMetric:
        return WantedMetric(**{name: self.cleaned_data[name] for name in WantedMetric.__struct_fields__})


def filled_metric(metric: Metric | Made, **more: Any) -> dict[str, Any]:
    """As the form shows it; of what a preset made, with what the rest is."""
    names = [name for name in WantedMetric.__struct_fields__ if hasattr(metric, name)]
    initial = {name: getattr(metric, name) for name in names} | more
    if initial.get("kind") == MetricKind.COUNTS and initial.get("slo") is not None:
        initial["slo"] = round(initial["slo"] * 100, 7)
    for name in ("slo", "scale"):
        if initial.get(name) is not None:
            initial[name] = f"{initial[name]:.12g}"
    return initial
