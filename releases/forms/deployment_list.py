"""What people ask of the list of deployments."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from releases.core.verdict import Verdict
from releases.models import Analysis, Result
from releases.models.applications import ENVIRONMENTS
from releases.models.deployments import DeploymentQuerySet
from releases.words.verdicts import VERDICTS


class DeploymentFilter(forms.Form):
    """What is not a valid choice filters nothing."""

    environment = forms.ChoiceField(
        label=gettext_lazy("Environment"), required=False,
        choices=[("", gettext_lazy("Everywhere")), *ENVIRONMENTS],
    )  # fmt: skip
    result = forms.ChoiceField(
        label=gettext_lazy("Result"), required=False,
        choices=[("", gettext_lazy("Any result")), *Result.choices],
    )  # fmt: skip
    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"), required=False,
        choices=[
            ("", gettext_lazy("Any verdict")), *[(one.value, VERDICTS[one].word) for one in Verdict],
        ],
    )  # fmt: skip
    q = forms.CharField(required=False, max_length=100)

    @property
    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def query(self, **more: object) -> str:
        return urlencode({**self.chosen, **more})

    def narrow(self, rows: DeploymentQuerySet) -> DeploymentQuerySet:
        chosen = self.chosen
        rows = rows.filter(**{name: chosen[name] for name in ("environment", "result") if name in chosen})
        if "q" in chosen:
            rows = rows.filter(version__icontains=chosen["q"].replace("\0", ""))
        if "verdict" in chosen:
            said = Analysis.objects.filter(deployment=OuterRef("pk"), verdict=chosen["verdict"])
            rows = rows.filter(Exists(said))
        return rows
