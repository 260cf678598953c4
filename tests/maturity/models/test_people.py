"""What a person brings along: roles and the organisation's settings."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.models import Organisation, Role, Told, User
from tests.factories import make_membership, make_team, make_user

pytestmark = pytest.mark.django_db


def test_a_person_brings_their_roles_and_the_settings_along_in_one_query():
    lin, core, edge = make_user(), make_team("core"), make_team("edge")
    make_membership(lin, core, Role.VIEWER)
    make_membership(lin, edge, Role.LEAD)
    Organisation.objects.create(pk=1, open_read=False, goal_level=4)
    with CaptureQueriesContext(connection) as made:
        found = User.objects.with_standing().get(pk=lin.pk)
        assert found.standing == {core.pk: Role.VIEWER, edge.pk: Role.LEAD}
        assert (found.organisation.open_read, found.organisation.goal_level) == (False, 4)
    assert len(made) == 1


def test_asked_without_the_query_a_person_says_the_same():
    lin, core = make_user(), make_team("core")
    make_membership(lin, core, Role.LEAD)
    make_user("ada")
    assert User.objects.get(pk=lin.pk).standing == {core.pk: Role.LEAD}
    assert User.objects.with_standing().get(username="ada").standing == {}


def test_of_two_sources_the_higher_role_counts():
    lin, core = make_user(), make_team("core")
    make_membership(lin, core, Role.LEAD, source=Told.OIDC)
    make_membership(lin, core, Role.VIEWER)
    assert User.objects.with_standing().get().standing == {core.pk: Role.LEAD}


def test_without_a_row_the_organisation_has_its_defaults():
    make_user()
    assert User.objects.with_standing().get().organisation.open_read
    assert Organisation.current().goal_level == 3


@pytest.mark.parametrize(
    ("role", "least", "expected"),
    [(Role.VIEWER, Role.VIEWER, True), (Role.VIEWER, Role.ENGINEER, False), (Role.ADMIN, Role.LEAD, True)],
)
def test_a_role_reaches_what_the_ones_before_it_reach(role: Role, least: Role, expected: bool):
    lin, core, edge = make_user(), make_team("core"), make_team("edge")
    make_membership(lin, core, role)
    assert lin.may(least, core.pk) is expected
    assert not lin.may(least, edge.pk)
    assert not lin.may(least, None)


def test_an_administrator_may_do_everything_everywhere():
    assert make_user(is_superuser=True).may(Role.ADMIN, None)
