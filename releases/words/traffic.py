"""What ECS calls the ways of a deployment, as pages say it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words import Words

STAGES: dict[str, Words] = {
    "RECONCILE_SERVICE": gettext_lazy("Revisions are brought in line"),
    "PRE_SCALE_UP": gettext_lazy("Before new tasks start"),
    "SCALE_UP": gettext_lazy("New tasks start"),
    "POST_SCALE_UP": gettext_lazy("New tasks have started"),
    "TEST_TRAFFIC_SHIFT": gettext_lazy("Test traffic moves"),
    "POST_TEST_TRAFFIC_SHIFT": gettext_lazy("Test traffic has moved"),
    "PRE_PRODUCTION_TRAFFIC_SHIFT": gettext_lazy("Before traffic moves"),
    "PRODUCTION_TRAFFIC_SHIFT": gettext_lazy("Traffic moves"),
    "POST_PRODUCTION_TRAFFIC_SHIFT": gettext_lazy("Traffic has moved"),
    "BAKE_TIME": gettext_lazy("Both versions run: bake time"),
    "CLEAN_UP": gettext_lazy("Old tasks are stopped"),
}
STATUSES: dict[str, Words] = {
    "PENDING": gettext_lazy("about to begin"),
    "IN_PROGRESS": gettext_lazy("under way"),
    "SUCCESSFUL": gettext_lazy("succeeded"),
    "STOP_REQUESTED": gettext_lazy("being stopped"),
    "STOPPED": gettext_lazy("stopped"),
    "ROLLBACK_REQUESTED": gettext_lazy("about to go back"),
    "ROLLBACK_IN_PROGRESS": gettext_lazy("going back"),
    "ROLLBACK_SUCCESSFUL": gettext_lazy("gone back"),
    "ROLLBACK_FAILED": gettext_lazy("could not go back"),
}
COLOURS: dict[str, Words] = {"blue": gettext_lazy("blue"), "green": gettext_lazy("green")}
