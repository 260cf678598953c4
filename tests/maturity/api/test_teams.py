"""The token of a team: all repositories of its team, and nothing of anybody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from maturity.models import ApiToken, DriftCheck, Repository, Stack, Team
from tests.factories import make_repository, make_stack, make_team, make_token
from tests.maturity.api.conftest import Send
from tests.maturity.api.plans import CLEAN, shown

SECRET = "rungs_the-token-of-a-team"
HEADERS = {"Authorization": f"Bearer {SECRET}"}
UNKNOWN = {"error": "repository: this token knows none of that name"}


@pytest.fixture
def team(network: Repository) -> Team:
    """Of acme/network and acme/web; acme/other is another team's, acme/nobody nobody's."""
    made = make_team("Platform")
    make_token(None, SECRET, team=made)
    Repository.objects.update(team=made)
    for name, owner in (("web", made), ("other", make_team("Other")), ("nobody", None), ("old", made)):
        make_stack(make_repository(f"acme/{name}", team=owner, archived=name == "old"), "live/prod")
    return made


def listed(query: str = "") -> Any:
    return Client().get(f"/api/v1/stacks{query}", headers=HEADERS)


def test_it_lists_the_stacks_of_its_repositories(team: Team, prod: Stack):
    told = listed().json()
    assert [one["repository"] for one in told["stacks"]] == ["acme/network", "acme/web"]
    assert told["truncated"] is False
    assert [one["id"] for one in listed("?repository=acme/network").json()["stacks"]] == [prod.pk]


@pytest.mark.parametrize("name", ["acme/other", "acme/nobody", "acme/old", "acme/none", "ACME/WEB", "acme"])
def test_what_it_does_not_reach_is_answered_like_what_is_not_there(team: Team, send: Send, name: str):
    for answer in (
        listed(f"?repository={name}"),
        send(shown(CLEAN), repository=name, stack="live/prod", exit_code=0, headers=HEADERS),
    ):
        assert (answer.status_code, answer.json()) == (422, UNKNOWN)
    other = Stack.objects.exclude(repository__team=team).first()
    assert other is not None
    assert Client().get(f"/api/v1/stacks/{other.pk}", headers=HEADERS).status_code == 404


def test_it_sends_the_plans_of_the_repository_it_names(team: Team, prod: Stack, send: Send):
    answer = send(shown(CLEAN), repository="acme/web", stack="live/prod", exit_code=0, headers=HEADERS)
    assert (answer.status_code, answer.json()["repository"]) == (201, "acme/web")
    assert DriftCheck.objects.get().stack.repository.name == "acme/web"


def test_without_a_name_nothing_is_guessed(team: Team, prod: Stack, send: Send):
    answer = send(shown(CLEAN), stack="live/prod", exit_code=0, headers=HEADERS)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("repository: with the token of a team, say which one")


def test_a_repository_that_changes_hands_is_out_of_reach(team: Team):
    Repository.objects.filter(name="acme/web").update(team=None)
    assert listed("?repository=acme/web").json() == UNKNOWN


def test_the_token_of_a_repository_may_name_it_and_no_other(network: Repository, prod: Stack, send: Send):
    query = {"stack": "live/prod", "exit_code": 0}
    assert send(shown(CLEAN), repository="acme/network", **query).status_code == 201
    make_repository("acme/other")
    assert send(shown(CLEAN), repository="acme/other", **query).json() == UNKNOWN


def test_too_many_stacks_are_cut_and_it_is_said(team: Team, prod: Stack, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("maturity.api.routers.stacks.MOST", 1)
    told = listed().json()
    assert (len(told["stacks"]), told["truncated"]) == (1, True)


def test_a_token_whose_team_is_gone_is_gone_too(team: Team):
    team.delete()
    assert listed().status_code == 401
    assert not ApiToken.objects.filter(digest=ApiToken.digest_of(SECRET)).exists()
