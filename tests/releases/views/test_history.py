"""The page of one application over time, and deployments that a person records."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Event, Role
from releases.models import Application, Deployment
from tests.factories import make_member, make_team
from tests.pages import get, signed_in
from tests.releases.factories import make_application, make_deployment, make_release

pytestmark = pytest.mark.django_db
ADDRESS = "/releases/applications/shop/deployments/"


@pytest.fixture
def shop(db: None) -> Application:
    return make_application("shop")


def given(**fields: str) -> dict[str, str]:
    return {"once": str(uuid.uuid4()), "environment": "stage", "version": "2.14.0", "result": "succeeded",
            **fields}  # fmt: skip


def test_releases_and_deployments_are_listed_newest_first(client: Client, shop: Application):
    make_release(shop, "2.13.0", state="completed")
    make_release(shop, "2.14.0", attempt=2, state="in_review", author_name="ci-bot")
    make_deployment(shop, "2.14.0", url="https://ci/1", result="failed", actor="ci-bot")
    text = get(client, "/releases/shop/").text
    assert text.index("2.14.0 attempt 2 in review ci-bot") < text.index("2.13.0 completed")
    assert "2.14.0 Stage failed ci-bot · API" in text


def test_an_application_without_a_history_says_how_one_comes(client: Client, shop: Application):
    text = get(client, "/releases/shop/").text
    assert "No release yet" in text
    assert "No deployment is known" in text


def test_older_ones_are_on_the_next_page(client: Client, shop: Application):
    for number in range(31):
        at = timezone.now() - timedelta(hours=number)
        make_deployment(shop, f"1.{number}", started_at=at)
    assert "1.30" not in get(client, "/releases/shop/").text
    assert "1.30" in get(client, "/releases/shop/?page=2").text


def test_a_person_records_a_deployment_once_however_often_the_form_is_sent(client: Client, shop: Application):
    sent = given(commit="ABCDEF1", at="2026-01-31 14:05")
    for _ in range(2):
        assert client.post(ADDRESS, sent).headers["Location"] == "/releases/shop/#deployments"
    made = Deployment.objects.get()
    assert (made.actor, made.origin, made.commit, made.started_at.month) == ("lin", "person", "abcdef1", 1)
    event = Event.objects.get()
    assert (event.kind, str(event.actor)) == ("deployment.recorded", "lin")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"once": ""}, "Open the form anew."),
        ({"environment": "qa"}, "Choose Stage or Prod."),
        ({"version": ""}, "Enter the version"),
        ({"version": "a/b"}, "A version holds no slash."),
        ({"version": "x" * 101}, "At most 100 characters."),
        ({"artifact": "latest"}, "named by its digest"),
        ({"url": "javascript:alert(1)"}, "begins with https://"),
        ({"at": "yesterday"}, "Enter a time"),
        ({"at": "2999-01-01 00:00"}, "still to come"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form_that_keeps_what_was_typed(
    client: Client, shop: Application, wrong: dict[str, str], says: str
):
    answer = client.post(ADDRESS, given(commit="abcdef1", **wrong))
    assert (answer.status_code, Deployment.objects.count()) == (422, 0)
    assert says in answer.content.decode()
    assert "abcdef1" in answer.content.decode()


def test_a_viewer_reads_and_records_nothing(shop: Application):
    team = make_team("Platform")
    Application.objects.update(team=team)
    viewer = signed_in(make_member("vic", team, Role.VIEWER))
    assert "Record a deployment" not in get(viewer, "/releases/shop/").text
    assert viewer.post(ADDRESS, given()).status_code == 403
