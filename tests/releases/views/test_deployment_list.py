"""The list of deployments with the four keys, and the page of one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Organisation, Role
from releases.actions.windows import plan_looks, take_windows
from releases.models import Application, Deployment, MetricPoint
from tests.factories import make_member, make_team
from tests.pages import get, signed_in
from tests.releases.factories import make_application, make_deployment, make_metric

pytestmark = pytest.mark.django_db
HERE = "/releases/shop/deployments/"


@pytest.fixture
def shop(db: None) -> Application:
    return make_application("shop")


@pytest.fixture
def judged(shop: Application) -> Deployment:
    """A deployment after which ten times as many requests were bad."""
    at = timezone.now().replace(microsecond=0) - timedelta(days=2)
    found = make_deployment(shop, "2.14.0", environment="prod", started_at=at, finished_at=at)
    plan_looks(found, at)
    metric = make_metric(shop, "Errors", kind="counts", query="errors")
    MetricPoint.objects.bulk_create(
        MetricPoint(metric=metric, at=at + timedelta(minutes=n), bad=20 if n >= 0 else 2, total=100)
        for n in range(-60, 60)
    )
    take_windows(found, at + timedelta(minutes=70))
    return found


def test_each_is_listed_with_the_worst_that_was_said_of_it(client: Client, judged: Deployment):
    make_deployment(judged.application, "2.15.0")
    text = get(client, HERE).text
    assert "2.15.0 Stage succeeded not measured" in text
    assert "2.14.0 Prod succeeded worse" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [("verdict=fail", ["2.14.0"]), ("environment=stage", ["2.15.0"]), ("q=15", ["2.15.0"]),
     ("result=failed", []), ("verdict=odd&environment=%00", ["2.15.0", "2.14.0"])],
)  # fmt: skip
def test_the_list_is_filtered(client: Client, judged: Deployment, query: str, shown: list[str]):
    make_deployment(judged.application, "2.15.0")
    page = get(client, f"{HERE}?{query}")
    assert [one for one in ("2.15.0", "2.14.0") if one in page.links] == shown


def test_the_page_of_one_shows_each_metric_before_and_after(client: Client, judged: Deployment):
    text = get(client, f"{HERE}{judged.pk}/").text
    assert "60 minutes after" in text
    assert "2 % → 20 % +18 pt" in text
    assert "20 % are bad, 10.00 times the share of before" in text


def test_each_look_is_drawn_with_its_own_minutes_also_when_both_were_taken_at_once(
    client: Client, judged: Deployment
):
    looks = client.get(f"{HERE}{judged.pk}/").context["looks"]
    first, second = (one["metrics"][0]["pair"].chart.ends for one in looks[:2])
    assert second - first == timedelta(minutes=55)


def test_one_that_was_told_of_late_says_that_it_was_not_measured(client: Client, shop: Application):
    assert "Not measured" in get(client, f"{HERE}{make_deployment(shop).pk}/").text


def test_a_deployment_of_another_application_is_not_here(client: Client, shop: Application):
    other = make_deployment(make_application("other"))
    assert client.get(f"{HERE}{other.pk}/").status_code == 404


def test_four_keys_say_when_there_are_too_few(client: Client, shop: Application):
    assert get(client, HERE).text.count("not enough deployments") == 8


def test_four_keys_count_what_served_prod(client: Client, shop: Application):
    now = timezone.now()
    for day in range(1, 15):
        at = now - timedelta(days=day)
        result = "rolled_back" if day in (3, 5, 7, 9, 11, 13) else "succeeded"
        make_deployment(
            shop, f"1.{day}", environment="prod", result=result, started_at=at,
            finished_at=at + timedelta(hours=1), committed_at=at - timedelta(hours=2),
        )  # fmt: skip
    text = get(client, HERE).text
    assert "7.0 a week 14 deployments" in text
    assert "43 %" in text
    assert "6 cases" in text


def test_the_table_runs_no_formula(client: Client, judged: Deployment):
    make_deployment(judged.application, "1.0", actor="=cmd()")
    lines = client.get(f"{HERE}deployments.csv").content.decode().splitlines()
    assert lines[0].startswith("started_at,")
    assert lines[1].split(",")[6] == "'=cmd()"
    assert lines[2].endswith("fail,fail,")


def test_who_may_not_see_the_application_finds_nothing(shop: Application):
    Organisation.objects.create(pk=1, open_read=False)
    stranger = signed_in(make_member("bob", make_team("others"), Role.LEAD))
    assert stranger.get(HERE).status_code == 404
