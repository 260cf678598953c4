"""What a person types about a deployment that no machine told of."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.core.environments import Environment
from releases.forms import _fields
from releases.models import Origin, Result

WHEN = "%Y-%m-%dT%H:%M"


class DeploymentForm(forms.Form):
    """once: made with the form, so that the same form sent twice is one deployment. `at` is in the
    person's own zone; left empty, it is now."""

    once = forms.UUIDField(error_messages={"required": gettext_lazy("Open the form anew.")})
    environment = _fields.environment()
    version = _fields.text(100, needed=gettext_lazy("Enter the version, such as 2.14.0."))
    result = forms.ChoiceField(
        choices=Result.choices, initial=Result.SUCCEEDED,
        error_messages={"required": gettext_lazy("Choose how it ended.")},
    )  # fmt: skip
    commit = _fields.text(64)
    artifact = _fields.text(200)
    url = _fields.text(500)
    at = forms.DateTimeField(
        required=False, input_formats=[WHEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": gettext_lazy("Enter a time such as 2026-11-23 14:05.")},
    )  # fmt: skip

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at is not None and at > timezone.now() + timedelta(minutes=1):
            raise ValidationError(_("A deployment that is still to come cannot be recorded."))
        return at

    def told(self) -> dict[str, Any]:
        """As `actions.deployments.record` takes it."""
        told = self.cleaned_data
        names = ("environment", "version", "result", "commit", "artifact", "url")
        ended = None if told["result"] == Result.RUNNING else told["at"]
        return {
            **{name: told[name] for name in names},
            "external_id": str(told["once"]), "origin": Origin.PERSON,
            "started_at": told["at"], "finished_at": ended,
        }  # fmt: skip


def empty() -> DeploymentForm:
    return DeploymentForm(initial={"once": uuid.uuid4(), "environment": Environment.STAGE.value})
