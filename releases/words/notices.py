"""What messages and routes call news of releases: see `maturity.words.notices`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words import Words

GROUPS: dict[str, Words] = {
    "release.*": gettext_lazy("Releases are ready, approved, under way, held, rolled back or done"),
    "call.*": gettext_lazy("Deployments wait for their release"),
    "rollout.*": gettext_lazy("Steps of a rollout pass, fail, or wait for a person"),
    "deployment.*": gettext_lazy("Metrics are worse after a deployment"),
    "review.*": gettext_lazy("Emergency releases are not reviewed in time"),
    "source.*": gettext_lazy("Sources of metrics fail, or work again"),
}
BUTTONS: dict[str, Words] = {
    "release": gettext_lazy("Open the release"),
    "call": gettext_lazy("Open the release"),
    "deployment": gettext_lazy("Open the deployment"),
    "review": gettext_lazy("Open the release"),
    "rollout": gettext_lazy("Open the release"),
}
