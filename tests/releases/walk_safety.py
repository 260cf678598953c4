"""Addresses of freezes, rollbacks and reviews, and who may GET and POST them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from maturity.models import Role
from releases.core import rollback
from releases.models import Application, Override, PostReview
from tests.maturity.views.walk.rules import Row, engineer, lead, look, never, people, role, some_lead
from tests.releases.factories import make_freeze, make_release

FREEZE = {
    "name": "a", "scope": "team:{team}", "environment": "prod", "time_zone": "UTC", "rule": "FREQ=YEARLY",
    "starts": "2026-12-18T18:00", "ends": "2026-12-19T18:00",
}  # fmt: skip
RELEASE = "/releases/{application}/{second}/"
TRIED = {"environment": "stage", "on": "2026-11-22", "worked": "yes"}
WRITTEN = {"text": "Go back", "read": rollback.digest_of([])}
approver = role(Role.APPROVER)
SAFETY = {
    "releases/applications/<slug:slug>/freezes/": Row(
        "/releases/applications/{application}/freezes/", look, never
    ),
    "releases/freezes/": Row("/releases/freezes/", people, some_lead, FREEZE),
    "releases/freezes/<int:pk>/end/": Row("/releases/freezes/{freeze}/end/", never, lead),
    "releases/freezes/<int:pk>/remove/": Row("/releases/freezes/{freeze}/remove/", never, lead),
    "releases/applications/<slug:slug>/rehearsals/": Row(
        "/releases/applications/{application}/rehearsals/", look, engineer, TRIED
    ),
    "releases/<slug:slug>/<str:version>/rollback/": Row(RELEASE + "rollback/", look, engineer),
    "releases/<slug:slug>/<str:version>/accept-plan/": Row(RELEASE + "accept-plan/", never, engineer),
    "releases/<slug:slug>/<str:version>/plan/": Row(RELEASE + "plan/", never, engineer, WRITTEN),
    "releases/<slug:slug>/<str:version>/served/": Row(RELEASE + "served/", never, engineer),
    "releases/reviews/": Row("/releases/reviews/", people, never),
    "releases/<slug:slug>/<str:version>/override/": Row(RELEASE + "override/", look, lead),
    "releases/<slug:slug>/<str:version>/review/": Row(
        "/releases/{application}/{broken}/review/", look, approver
    ),
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
    release = make_release(application, f"{name}-2.0", base_version=f"{name}-1.0")
    broken = make_release(application, f"{name}-1.9", state="completed")
    override = Override.objects.create(
        release=broken, principal={"username": f"{name}-one"}, reason=f"{name} burns", digest="", at=now
    )
    PostReview.objects.create(override=override, due_at=now)
    return {"freeze": freeze.pk, "second": release.version, "broken": broken.version}
