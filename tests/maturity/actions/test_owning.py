"""Whose a repository is, as files and topics tell it."""

from __future__ import annotations

import pytest

from maturity.actions import teams
from maturity.models import Event, Repository, Team
from tests.factories import make_repository, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def core() -> Team:
    return make_team("Core", handles=["@Acme/Core"], topics=["team-core"])


@pytest.fixture
def edge() -> Team:
    return make_team("Edge", handles=["@acme/edge", "edge@example.com"], topics=["team-edge"])


def whose() -> tuple[str, str, str]:
    one = Repository.objects.select_related("team").get()
    return one.team.name if one.team else "", one.team_by, one.team_why


def test_codeowners_decides_before_topics_and_without_regard_to_capitals(core: Team, edge: Team):
    teams.own(make_repository(), "\n* @ACME/core", ["team-edge"], path=".github/CODEOWNERS")
    assert whose() == ("Core", "codeowners", ".github/CODEOWNERS:2")
    event = Event.objects.get()
    assert (event.kind, event.actor, event.data["to"]) == ("repository.moved", None, "Core")


def test_the_first_owner_that_is_a_team_here_counts(core: Team, edge: Team):
    teams.own(make_repository(), "* @lin @unknown/team edge@EXAMPLE.com @acme/core", [])
    assert whose() == ("Edge", "codeowners", "CODEOWNERS:1")


def test_owners_nobody_here_goes_by_leave_it_to_whoever_owns_the_stacks(core: Team):
    teams.own(make_repository(), "* @lin\n/live @acme/core", [], directories=["live/a"])
    assert whose() == ("Core", "codeowners", "CODEOWNERS:2")


def test_without_owners_a_topic_decides(edge: Team):
    teams.own(make_repository(), "", ["terraform", "Team-Edge"])
    assert whose() == ("Edge", "topic", "Team-Edge")
    assert Repository.objects.get().topics == ["terraform", "Team-Edge"]


def test_what_a_person_said_stays(core: Team, edge: Team):
    repository = make_repository()
    teams.move_repository(make_user(), repository, edge)
    teams.own(repository, "* @acme/core", ["team-core"])
    assert whose() == ("Edge", "person", "")


def test_what_a_person_says_meanwhile_stays_too(core: Team, edge: Team):
    repository = make_repository()
    teams.move_repository(make_user(), Repository.objects.get(), edge)
    assert repository.team_by == ""
    teams.own(repository, "* @acme/core", [])
    assert whose() == ("Edge", "person", "")


def test_it_follows_the_file_and_both_teams_are_told(core: Team, edge: Team):
    repository = make_repository()
    for text in ("* @acme/core", "* @acme/core", "# nothing\n* @acme/edge", ""):
        teams.own(repository, text, [])
    assert whose() == ("", "", "")
    told = list(Event.objects.order_by("pk").values_list("kind", "team__name"))
    moved, left = "repository.moved", "team.repository_left"
    assert told == [(moved, None), (moved, None), (left, "Core"), (moved, None), (left, "Edge")]


def test_a_look_at_the_topics_alone_leaves_what_codeowners_said(core: Team, edge: Team):
    repository = make_repository()
    teams.own(repository, "* @acme/core", [])
    teams.own(repository, None, ["team-edge"])
    assert whose() == ("Core", "codeowners", "CODEOWNERS:1")
    teams.own(repository, "", ["team-edge"])
    assert whose() == ("Edge", "topic", "team-edge")


def test_more_topics_than_plausible_are_not_kept():
    teams.own(make_repository(), None, ["x" * 500] * 500)
    assert [len(one) for one in Repository.objects.get().topics] == [100] * 50
