"""What the overview shows of releases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maturity.forms.filters import TeamFilter
from maturity.models import Organisation, Role, Team
from maturity.panels import panels_of
from releases.models import Release
from tests.factories import make_member, make_membership, make_scanned, make_team
from tests.maturity.waiting.conftest import fresh
from tests.pages import get, signed_in
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db
NEW = '<a class="btn" href="/releases/new/">'


@pytest.fixture
def team() -> Team:
    Organisation.objects.create(pk=1, open_read=False)
    made = make_team("Platform")
    make_scanned("acme/network", team=made)
    return made


@pytest.fixture
def eva(team: Team) -> Client:
    return signed_in(make_member("eva", team, Role.ENGINEER))


def test_it_shows_what_goes_what_is_prepared_and_what_came_last(eva: Client, team: Team):
    one = make_application(team=team)
    make_release(one, "1.0", state="completed", state_at=timezone.now() - timedelta(days=2))
    make_release(one, "1.2", state="in_review", blocking=3)
    make_release(one, "1.1", state="observing", step=10, state_at=timezone.now() - timedelta(hours=1))
    text = get(eva, "/").text
    shown = "ai-shell 1.1 watched 10 % 1 h ai-shell 1.2 in review 3 blockers"
    assert shown in text
    assert "ai-shell 1.0 to Prod 2 d ago" in text
    assert text.index("ai-shell 1.1") < text.index("ai-shell 1.2") < text.index("ai-shell 1.0")


def test_blockers_lead_to_their_list_on_the_page_of_the_release(eva: Client, team: Team):
    make_release(make_application(team=team), "1.2", state="in_review", blocking=1)
    assert '<a href="/releases/ai-shell/1.2/#blk">1 blocker' in get(eva, "/").html


def test_who_may_open_a_release_has_a_button_for_it(eva: Client, team: Team):
    make_application(team=team)
    page = get(eva, "/")
    assert NEW in page.html
    assert "Nothing is on its way to Prod, and nothing came there yet." in page.text


def test_who_may_only_look_sees_the_block_without_the_button(team: Team):
    make_release(make_application(team=team), state="in_review")
    page = get(signed_in(make_member("vic", team, Role.VIEWER)), "/")
    assert "ai-shell 2.14.0 in review" in page.text
    assert NEW not in page.html


def test_without_applications_there_is_neither_block_nor_button(eva: Client):
    page = get(eva, "/")
    assert 'id="rel-h"' not in page.html
    assert NEW not in page.html


def test_releases_of_other_teams_are_not_told(eva: Client, team: Team):
    make_release(make_application("secret", team=make_team("Other")), state="in_review")
    assert "secret" not in get(eva, "/").text


def test_one_team_that_is_asked_for_is_all_that_is_shown(team: Team):
    other = make_team("Other")
    user = make_member("eva", team, Role.ENGINEER)
    make_membership(user, other, Role.ENGINEER)
    for name, whose in (("mine", team), ("theirs", other)):
        make_release(make_application(name, team=whose), state="in_review")
    text = get(signed_in(user), "/?team=other").text
    assert "theirs 2.14.0 in review" in text
    assert "mine 2.14.0 in review" not in text


def test_a_draft_has_no_blockers_of_a_start(eva: Client, team: Team):
    make_release(make_application(team=team), blocking=7)
    assert "7 blockers" not in get(eva, "/").text


def test_however_many_there_are_it_is_one_query_and_few_lines(team: Team):
    user = fresh(make_member("eva", team, Role.ENGINEER))
    for number in range(12):
        one = make_application(f"app-{number}", team=team)
        for version, state in (("1", "completed"), ("2", "rolling"), ("3", "ready")):
            make_release(one, version, state=state)
    with CaptureQueriesContext(connection) as made:
        (found,) = panels_of(user, TeamFilter({}, []), timezone.now())
    assert len(made) == 1
    assert (len(found.told["open"]), len(found.told["done"])) == (8, 3)
    assert [one.state for one in found.told["open"]] == ["rolling"] * 4 + ["ready"] * 4
    assert Release.objects.count() == 36
