"""For whom things wait: exactly those whose role can do something about them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maturity import waiting
from maturity.models import Membership, Organisation, Repository, Role, Stack, Team, User
from tests.factories import days_ago, make_episode, make_membership, make_team, make_user
from tests.maturity.waiting.conftest import fresh, member, reasons, waits_for

pytestmark = pytest.mark.usefixtures("everything")


@pytest.mark.parametrize("role", [Role.ENGINEER, Role.APPROVER, Role.LEAD, Role.ADMIN])
def test_from_engineer_on_everything_of_the_team_waits(team: Team, role: int) -> None:
    assert len(waits_for(member(team, role))) == 5


def test_nothing_waits_for_who_may_only_look(team: Team) -> None:
    assert reasons(member(team, Role.VIEWER)) == []
    assert reasons(make_user("nobody")) == []


def test_nothing_waits_for_engineers_of_another_team(team: Team) -> None:
    assert reasons(member(make_team("Other"), Role.ADMIN)) == []


def test_it_is_the_same_where_only_teams_may_look(engineer: User) -> None:
    Organisation.objects.create(pk=1, open_read=False)
    assert len(waits_for(engineer)) == 5
    assert reasons(member(make_team("Other"), Role.ADMIN)) == []


def test_what_was_assigned_to_somebody_whose_role_was_taken_away_does_not_wait(
    engineer: User, stack: Stack
) -> None:
    stack.episodes.update(owner=engineer)
    Membership.objects.filter(user=engineer).update(role=Role.VIEWER)
    assert reasons(engineer) == []


def test_the_administrator_of_all_is_not_told_what_a_team_can_do(team: Team) -> None:
    admin = make_user("root", is_superuser=True)
    assert reasons(admin) == []
    make_membership(admin, team, Role.ENGINEER)
    assert len(waits_for(admin)) == 5


def test_what_has_no_team_waits_for_administrators_alone(engineer: User) -> None:
    Repository.objects.update(team=None)
    assert len(waits_for(make_user("root", is_superuser=True))) == 5
    assert reasons(engineer) == []


def test_what_is_assigned_to_an_administrator_waits_for_them_in_any_team(stack: Stack) -> None:
    admin = make_user("root", is_superuser=True)
    stack.episodes.update(owner=admin)
    assert reasons(admin) == ["3 resources have differed from their code for 42 d. It is assigned to you."]


def test_two_roles_in_one_team_count_once(engineer: User, team: Team) -> None:
    make_membership(engineer, team, Role.LEAD, source="oidc")
    assert len(waits_for(engineer)) == 5


def test_counting_and_listing_are_one_query_each(engineer: User, stack: Stack) -> None:
    make_episode(stack, ended_at=days_ago(1))
    user = fresh(engineer)
    with CaptureQueriesContext(connection) as made:
        asked = waiting.Waiting(user, timezone.now())
        assert asked.standing().waiting == 5
        assert len(asked.items(start=1, count=3)) == 3
    assert len(made) == 2


def test_only_sources_that_fill_the_list_are_asked_for_it(engineer: User, stack: Stack) -> None:
    asked = waiting.Waiting(fresh(engineer), timezone.now())
    assert asked.standing().waiting == 5
    for count, told in ((1, {"plan_destroys"}), (2, {"plan_destroys", "drift_unowned"})):
        with CaptureQueriesContext(connection) as made:
            assert len(asked.items(count=count)) == count
        assert {name for name in waiting.all_sources() if f"'{name}'" in made[0]["sql"]} == told


def test_nothing_that_waits_is_listed_without_asking(engineer: User) -> None:
    asked = waiting.Waiting(fresh(make_user("nobody")), timezone.now())
    assert asked.standing().waiting == 0
    with CaptureQueriesContext(connection) as made:
        assert asked.items(count=6) == []
    assert len(made) == 0
