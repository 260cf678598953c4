"""Addresses of freezes, rollbacks and reviews, and who may GET and POST them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from releases.models import Application
from tests.maturity.views.walk.rules import Row, lead, look, never, people, some_lead
from tests.releases.factories import make_freeze

FREEZE = {
    "name": "a", "scope": "team:{team}", "environment": "prod", "time_zone": "UTC", "rule": "FREQ=YEARLY",
    "starts": "2026-12-18T18:00", "ends": "2026-12-19T18:00",
}  # fmt: skip
SAFETY = {
    "releases/applications/<slug:slug>/freezes/": Row(
        "/releases/applications/{application}/freezes/", look, never
    ),
    "releases/freezes/": Row("/releases/freezes/", people, some_lead, FREEZE),
    "releases/freezes/<int:pk>/end/": Row("/releases/freezes/{freeze}/end/", never, lead),
    "releases/freezes/<int:pk>/remove/": Row("/releases/freezes/{freeze}/remove/", never, lead),
}
FOREIGN: list[tuple[str, dict[str, str]]] = [
    ("/releases/freezes/", {**FREEZE, "scope": "team:{o_team}"}),
    ("/releases/freezes/", {**FREEZE, "scope": "application:{o_application}"}),
]


def kept(name: str, application: Application) -> dict[str, object]:
    """Of one team: what the rows above name."""
    now = timezone.now()
    freeze = make_freeze(
        f"{name} freeze", team=application.team, starts_at=now, ends_at=now + timedelta(days=9)
    )
    return {"freeze": freeze.pk}
