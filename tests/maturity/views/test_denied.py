"""What somebody reads who may look, but not touch."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from maturity import access
from maturity.models import Repository, Role, Team, User
from maturity.views.denied import denied
from tests.factories import make_member, make_membership, make_scanned, make_team, make_user
from tests.pages import Page, get, signed_in


@pytest.fixture
def network(db: None) -> Team:
    return make_team("Network")


@pytest.fixture
def viewer(network: Team) -> Client:
    make_scanned("acme/network", team=network)
    make_user("root", is_superuser=True)
    return signed_in(make_member("vic", network, Role.VIEWER))


def test_the_role_it_takes_is_named_and_who_can_grant_it(viewer: Client, network: Team) -> None:
    make_membership(make_user("ada"), network, Role.ADMIN)
    make_membership(make_user("gone", is_active=False), network, Role.ADMIN)
    page = Page(viewer.post("/repos/acme/network/scan/"))
    assert page.status == 403
    assert "It takes the role Engineer in the team Network. Ask ada for it." in page.text
    assert "Nothing was changed." in page.text


def test_without_an_administrator_of_the_team_those_of_all_are_named(viewer: Client) -> None:
    page = get(viewer, "/repos/acme/network/tokens/")
    assert "It takes the role Lead in the team Network. Ask root for it." in page.text


def test_what_is_nobodys_is_for_administrators(viewer: Client) -> None:
    make_scanned("acme/free")
    page = Page(viewer.post("/repos/acme/free/scan/"))
    assert "Only administrators of the organisation may do it. Ask root for it." in page.text


def test_what_any_team_allows_says_so(viewer: Client) -> None:
    assert "It takes the role Lead in a team. Ask root for it." in get(viewer, "/connections/").text


def test_a_part_of_a_page_gets_one_plain_sentence(viewer: Client) -> None:
    answer = viewer.post("/repos/acme/network/scan/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "text/plain; charset=utf-8")
    said = "Nothing was changed. It takes the role Engineer in the team Network. Ask root for it."
    assert answer.content.decode() == said


def test_a_refusal_that_names_no_role_still_leads_somewhere(lin: User) -> None:
    request = RequestFactory().get("/")
    request.user = lin
    page = Page(denied(request, PermissionDenied()))
    assert "An administrator of this server can give you the right" in page.text


OFFERED = {
    Role.VIEWER: set(),
    Role.ENGINEER: {"scan"},
    Role.APPROVER: {"scan"},
    Role.LEAD: {"scan", "forget"},
}


@pytest.mark.parametrize("role", OFFERED)
def test_a_page_offers_what_the_person_may_do_and_nothing_else(role: Role, network: Team) -> None:
    repository: Repository = make_scanned("acme/network", team=network)
    page = get(signed_in(make_member("vic", network, role)), "/repos/acme/network/")
    offered = {action.split("/")[-2] for action in page.actions if action.startswith("/repos/")}
    assert offered == OFFERED[role]
    assert ("Tokens for pipelines" in page.links) == (role >= Role.LEAD)
    assert access.may(User.objects.get(), role, repository)
