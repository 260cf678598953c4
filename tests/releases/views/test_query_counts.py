"""How many queries the pages of releases make: few, and the same for many applications as for few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maturity.models import Organisation, Role, Team
from releases.models import FeatureFlag, FlagUse, Override, PostReview, Rehearsal
from tests.factories import make_member, make_repository, make_stack, make_team
from tests.pages import signed_in
from tests.releases.factories import (
    make_application,
    make_deployment,
    make_freeze,
    make_release,
    make_target,
)

MOST = 12
PAGES = {
    "matrix": "/releases/",
    "matrix, filtered": "/releases/?team=platform&q=app",
    "history": "/releases/app-0/",
    "deployments": "/releases/app-0/deployments/?environment=stage",
    "new release": "/releases/new/?app=app-0",
    "new release, its way back": "/releases/new/?app=app-0&version=1.40",
    "overview": "/",
    "applications": "/releases/applications/",
    "application, new": "/releases/applications/new/",
    "application": "/releases/applications/app-0/",
    "flags": "/releases/flags/?show=stale&q=app",
    "flags of one": "/releases/applications/app-0/flags/",
    "sources of metrics": "/releases/metrics/",
    "metrics": "/releases/applications/app-0/metrics/",
    "metrics, new": "/releases/applications/app-0/metrics/new/",
    "templates": "/releases/templates/",
    "template": "/releases/templates/application.app-0/",
    "template, item": "/releases/templates/application.app-0/items/ops.owner/",
    "freezes": "/releases/freezes/",
    "freezes of one": "/releases/applications/app-0/freezes/",
    "rehearsals": "/releases/applications/app-0/rehearsals/",
    "rollback": "/releases/app-0/1.40/rollback/",
    "reviews": "/releases/reviews/",
    "review": "/releases/app-0/1.39/review/",
    "override": "/releases/app-0/1.41/override/",
    "template, versions": "/releases/templates/application.app-0/versions/",
}


def fill(first: int, last: int) -> None:
    team, now = Team.objects.get(slug="platform"), timezone.now()
    for number in range(first, last):
        repository = make_repository(f"acme/app-{number}", team=team)
        one = make_application(f"app-{number}", team=team, repository=repository)
        make_target(one, make_stack(repository, "live/a"))
        for hours, where in ((50, "prod"), (40, "stage"), (1, "stage")):
            make_deployment(one, f"1.{hours}", environment=where, started_at=now - timedelta(hours=hours))
        make_release(one, "1.40", state="rolling", step=10)
        make_release(one, "1.41")
        owed = make_release(one, "1.39", state="completed")
        override = Override.objects.create(release=owed, reason="a", digest="", at=now)
        PostReview.objects.create(override=override, due_at=now)
        for key in range(3):
            flag = FeatureFlag.objects.create(
                application=one, key=f"FF_{key}", first_seen_at=now - timedelta(days=50), changed_at=now
            )
            FlagUse.objects.create(flag=flag, path="a.ts", line=1)
        make_freeze(f"freeze {number}", application=one)
        Rehearsal.objects.create(application=one, by="ada", at=now)
        for extra in range(3):
            make_stack(repository, f"more/{extra}")


def count(client: Client, address: str) -> int:
    part = {"HX-Request": "true", "HX-Target": "way"} if "version=" in address else {}
    with CaptureQueriesContext(connection) as made:
        assert client.get(address, headers=part).status_code == 200
    return len(made)


@pytest.fixture
def member(db: None) -> Client:
    Organisation.objects.create(pk=1, open_read=False)
    return signed_in(make_member("ada", make_team("Platform"), Role.ADMIN))


def test_pages_of_releases_make_few_queries_and_no_more_for_many_applications(member: Client):
    fill(0, 2)
    member.get("/releases/")  # notes the new session, once
    few = {name: count(member, address) for name, address in PAGES.items()}
    fill(2, 30)
    assert {name: count(member, address) for name, address in PAGES.items()} == few
    assert {name: number for name, number in few.items() if number > MOST} == {}
