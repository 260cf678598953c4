"""The page of freeze windows: who may freeze what, the preview, and what is no window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Event, Organisation, Role, Team
from maturity.words.events import said
from releases.models import FreezeWindow
from tests.factories import make_member, make_team
from tests.pages import get, signed_in
from tests.releases.factories import make_application, make_freeze

pytestmark = pytest.mark.django_db
PAGE = "/releases/freezes/"


def given(**fields: str) -> dict[str, str]:
    soon = timezone.now() + timedelta(days=10)
    told = {
        "name": "Year end", "scope": "organisation", "environment": "prod", "time_zone": "Europe/Berlin",
        "starts": f"{soon:%Y-%m-%dT18:00}", "ends": f"{soon + timedelta(days=17):%Y-%m-%dT08:00}",
    }  # fmt: skip
    return {**told, **fields}


@pytest.fixture
def platform(db: None) -> Team:
    return make_team("Platform")


def test_a_window_is_added_as_it_was_typed_and_leaves_an_event(client: Client):
    sent = given(reason="Nobody is here", rule="freq=yearly")
    assert client.post(PAGE, sent).headers["Location"] == PAGE
    found = FreezeWindow.objects.get()
    assert f"{found.window.starts:%Y-%m-%dT%H:%M}" == sent["starts"]
    assert (found.rule, found.created_by, found.team, found.application) == ("FREQ=YEARLY", "lin", None, None)
    assert str(said(Event.objects.get()).word) == "Freeze window Year end added by lin"


def test_a_preview_shows_the_next_five_times_and_adds_nothing(client: Client):
    sent = given(rule="FREQ=WEEKLY", ends=given()["starts"][:11] + "20:00", do="preview")
    page = client.post(PAGE, sent).content.decode()
    assert page.count(" – ") == 5
    assert "by the clocks of Europe/Berlin" in page
    assert 'value="Year end"' in page
    assert not FreezeWindow.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 101}, "At most 100 characters."),
        ({"reason": "x" * 501}, "At most 500 characters."),
        ({"scope": "team:other"}, "Choose a team or an application"),
        ({"environment": "moon"}, "Choose Stage or Prod."),
        ({"starts": "tomorrow"}, "such as 2026-12-18T18:00"),
        ({"starts": "2026-12-18T18:00+02:00"}, "such as 2026-12-18T18:00"),
        ({"starts": "", "ends": ""}, "Enter when it begins."),
        ({"ends": "2026-01-01T00:00"}, "The window ends before it begins."),
        ({"time_zone": "Mars/Olympus"}, "There is no such time zone."),
        ({"time_zone": "../../etc/passwd"}, "There is no such time zone."),
        ({"rule": "FREQ=SECONDLY"}, "FREQ is one of DAILY, WEEKLY, MONTHLY, YEARLY."),
        ({"rule": "FREQ=DAILY;COUNT=99999"}, "COUNT is a number from 1 to 1000"),
        ({"rule": "F" * 201}, "At most 200 characters."),
        ({"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "does not come again within five years."),
        ({"name": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_no_window_is_said_and_stored_nowhere(client: Client, wrong: dict[str, str], says: str):
    answer = client.post(PAGE, given(**wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not FreezeWindow.objects.exists()


def test_markup_in_a_window_is_text(client: Client):
    client.post(PAGE, given(name="<b>x</b>", reason="<script>1</script>"))
    page = get(client, PAGE).html
    assert "<b>x</b>" not in page
    assert "&lt;script&gt;" in page


def test_there_are_at_most_fifty_of_one_scope(client: Client):
    FreezeWindow.objects.bulk_create(
        FreezeWindow(name="a", starts_at=timezone.now(), ends_at=timezone.now(), created_at=timezone.now())
        for _n in range(50)
    )
    assert "There are 50 freeze windows already" in client.post(PAGE, given()).content.decode()


def test_a_lead_freezes_their_own_team_and_applications_alone(platform: Team):
    make_application("shell", team=platform)
    make_application("web", team=make_team("Other"))
    lead = signed_in(make_member("ann", platform, Role.LEAD))
    page = get(lead, PAGE).html
    assert 'value="team:platform"' in page
    assert 'value="application:shell"' in page
    assert "team:other" not in page
    assert lead.post(PAGE, given(scope="application:shell")).status_code == 302
    for scope in ("organisation", "application:web", "team:other"):
        assert lead.post(PAGE, given(scope=scope)).status_code == 422
    assert str(FreezeWindow.objects.get().application) == "shell"


def test_who_leads_nothing_looks_and_adds_nothing(platform: Team):
    make_freeze("Year end")
    engineer = signed_in(make_member("ann", platform, Role.ENGINEER))
    page = get(engineer, PAGE).html
    assert "Year end" in page
    assert "Add a freeze window" not in page
    assert "End now" not in page
    assert engineer.post(PAGE, given()).status_code == 403


def test_windows_are_listed_as_open_coming_and_over(client: Client):
    now = timezone.now()
    hour = timedelta(hours=1)
    make_freeze("is open", starts_at=now - hour, ends_at=now + hour)
    make_freeze("comes", starts_at=now + hour, ends_at=now + 2 * hour)
    make_freeze("was", starts_at=now - 2 * hour, ends_at=now - hour)
    make_freeze("is broken", time_zone="Mars/Olympus")
    page = get(client, PAGE).html
    order = [page.index(text) for text in ("Frozen now", "is open", "Coming", "comes", ">Over<", "was")]
    assert order == sorted(order)
    assert page.index("is broken") < page.index("Coming")


def test_a_window_that_is_ended_counts_no_more_and_is_removed_for_good(client: Client):
    now = timezone.now()
    found = make_freeze(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    client.post(f"{PAGE}{found.pk}/end/")
    client.post(f"{PAGE}{found.pk}/end/")
    assert not FreezeWindow.objects.in_force().exists()
    assert "ended by hand" in get(client, PAGE).html
    client.post(f"{PAGE}{found.pk}/remove/")
    assert not FreezeWindow.objects.exists()
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["freeze.ended", "freeze.removed"]


def test_the_page_of_an_application_shows_what_counts_for_it(platform: Team, client: Client):
    shell = make_application("shell", team=platform)
    make_freeze("its own", application=shell)
    make_freeze("of the team", team=platform)
    make_freeze("another", application=make_application("web"))
    page = get(client, "/releases/applications/shell/freezes/").html
    assert "its own" in page
    assert "of the team" in page
    assert "another" not in page


def test_others_windows_are_hidden_where_reading_is_closed(platform: Team):
    Organisation.objects.create(pk=1, open_read=False)
    make_freeze("secret", team=make_team("Other"))
    found = make_freeze("secret too", application=make_application("web"))
    lead = signed_in(make_member("ann", platform, Role.LEAD))
    assert "secret" not in get(lead, PAGE).html
    assert lead.post(f"{PAGE}{found.pk}/end/").status_code == 404
