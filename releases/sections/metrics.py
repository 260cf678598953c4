"""Where figures of services are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.sections import Section

SECTION = Section(
    "metrics",
    gettext_lazy("Sources of metrics"),
    "pulse",
    "releases:metric_sources",
    group="team",
    least=Role.LEAD,
    about=gettext_lazy("Prometheus, CloudWatch, Datadog, CI: where figures of services are read."),
)
