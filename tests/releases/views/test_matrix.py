"""The matrix: what runs where, what is on its way, and what could go."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Organisation, Role
from releases.core import checklist as lists
from releases.core.checklist import Checklist, Item
from releases.models import Application, ChecklistTemplate, ChecklistVersion
from tests.factories import make_member, make_team
from tests.pages import fragment, get, signed_in
from tests.releases.factories import make_application, make_deployment, make_release
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
DIGESTS = {"stage": "sha256:" + "a" * 64, "prod": "sha256:" + "b" * 64}


def served(application: Application, version: str, where: str, hours: float = 48, **fields: Any) -> None:
    at = timezone.now() - timedelta(hours=hours)
    given = {"artifact": "", "started_at": at, "finished_at": at, **fields}
    make_deployment(application, version, environment=where, **given)


def test_what_stage_has_borne_long_enough_is_offered(client: Client):
    shop = make_application("shop")
    served(shop, "0.87.2", "prod", 6 * 24)
    served(shop, "0.88.0", "stage")
    page = get(client, "/releases/")
    assert "shop 0.88.0 Stage 2 d 0.87.2 Prod 6 d" in page.text


def test_a_version_that_is_too_young_says_how_long_it_soaks(client: Client):
    shop = make_application("shop")
    served(shop, "3.9.1", "stage", 0.5)
    assert "3.9.1 Stage 30 min, soak 24 h" in get(client, "/releases/").text
    item = Item(key="stage.soak", title="Long", gate="stage_soak", params={"hours": 72})
    template = ChecklistTemplate.objects.create(team=shop.team, created_at=timezone.now())
    template.current = ChecklistVersion.objects.create(
        template=template, number=1, body=lists.packed(Checklist(items=(item,))), created_at=timezone.now()
    )
    template.save()
    assert "soak 72 h" in get(client, "/releases/").text


def test_what_failed_or_still_runs_serves_nothing(client: Client):
    shop = make_application("shop")
    served(shop, "1.0", "prod", 48)
    served(shop, "1.1", "prod", 2, result="failed")
    served(shop, "1.2", "prod", 1, result="running", finished_at=None)
    served(shop, "1.0", "stage", 50)
    assert "1.0 Prod 2 d, same as Stage" in get(client, "/releases/").text


def test_a_release_on_its_way_is_one_line_with_a_bar(client: Client):
    shop = make_application("shop")
    make_release(shop, "2.14.0", state="held", step=10, state_why="SLO breached")
    page = get(client, "/releases/")
    assert "2.14.0 held at 10 %: SLO breached" in page.text
    assert '<rect width="10" height="4"/>' in page.html


def test_of_two_open_releases_the_one_on_its_way_is_shown(client: Client):
    shop = make_application("shop")
    make_release(shop, "2.14.0", state="observing", step=50)
    make_release(shop, "2.15.0", state="in_review")
    text = get(client, "/releases/").text
    assert "2.14.0 watched at 50 %" in text
    assert "2.15.0" not in text


def test_the_filter_narrows_to_a_team_and_a_name(client: Client):
    make_application("shop", team=make_team("Platform"))
    make_application("billing")
    assert "billing" not in fragment(client, "/releases/?team=platform", "matrix").text
    assert "shop" not in get(client, "/releases/?q=bill").text
    page = get(client, "/releases/?q=none")
    assert "No application matches name contains “none”" in page.text


def test_without_applications_it_says_what_to_do(client: Client):
    assert "Nothing is released yet" in get(client, "/releases/").text
    viewer = signed_in(make_member("vic", make_team("Platform"), Role.VIEWER))
    assert "A lead of your team can do that." in get(viewer, "/releases/").text


def test_the_button_is_for_who_may_open_a_release():
    Organisation.objects.create(pk=1, open_read=True)
    shop = make_application("shop", team=(team := make_team("Platform")))
    served(shop, "1.0", "stage")
    viewer = get(signed_in(make_member("vic", team, Role.VIEWER)), "/releases/")
    assert "Release 1.0" not in viewer.links


def test_it_stands_in_the_navigation_with_a_key(client: Client):
    page = get(client, "/")
    assert page.links["Releases"] == "/releases/"
    assert 'data-go="releases"' in page.html


def test_there_are_fifty_on_a_page(client: Client):
    for number in range(51):
        make_application(f"app-{number:02}")
    page = get(client, "/releases/?q=app")
    assert ("app-49" in page.links, "app-50" in page.links) == (True, False)
    assert "app-50" in get(client, f"/releases/{page.links['Next']}").links


def test_what_keeps_a_release_back_is_counted_and_leads_to_it(client: Client):
    make_release(make_application(), state="in_review", blocking=4)
    page = get(client, "/releases/")
    assert '<a class="btn sm quiet" href="/releases/ai-shell/2.14.0/#blk">' in page.html
    assert "4 blockers : ai-shell 2.14.0" in page.text


@pytest.mark.parametrize("state", ["draft", "rolling", "held"])
def test_blockers_of_a_start_are_not_counted_where_nothing_starts(client: Client, state: str):
    make_release(make_application(), state=state, blocking=4)
    assert "4 blockers" not in get(client, "/releases/").text


@pytest.mark.django_db
def test_the_number_is_that_of_the_page_of_the_release():
    scene = Scene()
    scene.submit()
    eva = signed_in(scene["eva"])
    (shown,) = re.findall(r"(\d+) blockers", get(eva, "/releases/").text)
    assert f"{shown} things block the start" in get(eva, "/releases/ai-shell/2.14.0/").text
