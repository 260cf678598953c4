"""Team pages: who is in a team, what it goes by, and who may change that."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import Event, Membership, Organisation, Role, Team, Told, User
from tests.factories import (
    make_connection,
    make_member,
    make_membership,
    make_repository,
    make_scanned,
    make_team,
    make_user,
)
from tests.pages import Page, get, signed_in


@pytest.fixture
def network(db: None) -> Team:
    return make_team("Network")


def roles(team: Team) -> dict[str, int]:
    return {one.user.username: one.role for one in team.memberships.select_related("user")}


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_the_list_says_how_many_people_and_repositories_each_has(network: Team) -> None:
    make_scanned("acme/network", team=network)
    make_team("Edge")
    client = signed_in(make_member("ada", network, Role.VIEWER))
    text = get(client, "/teams/").text
    assert "Edge 0 people · 0 repositories" in text
    assert "Network Viewer 1 person · 1 repository" in text
    Organisation.objects.create(pk=1, open_read=False)
    assert "Edge" not in get(client, "/teams/").text


def test_without_a_team_each_is_told_what_that_means_for_them(client: Client) -> None:
    assert "Without a team, only administrators change anything." in get(client, "/teams/").text
    vic = Client()
    vic.force_login(make_user("vic"))
    assert "an administrator of a team can take you in" in get(vic, "/teams/").text


def test_of_many_repositories_the_rest_is_in_the_list_of_the_team(
    network: Team, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maturity.views.teams.REPOSITORIES", 1)
    for name in ("acme/one", "acme/two"):
        make_repository(name, team=network)
    link = get(client, "/teams/network/").links["All repositories"]
    assert "acme/one" in get(client, link).text


def test_an_administrator_adds_a_team_and_it_is_told(client: Client, lin: User) -> None:
    given = {
        "name": "Core net",
        "emergency_contact": "+49 1",
        "handles": "@acme/core, @core",
        "topics": "core",
    }
    assert client.post("/teams/new/", given).headers["Location"] == "/teams/core-net/"
    team = Team.objects.get()
    assert (team.name, team.handles, team.topics) == ("Core net", ["@acme/core", "@core"], ["core"])
    event = Event.objects.get()
    assert (event.kind, event.team, event.actor) == ("team.created", team, lin)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "x" * 101}, "A name has at most 100 characters."),
        ({"name": "Network"}, "There is a team called Network already."),
        ({"name": "A", "handles": "@ACME/net"}, "@ACME/net stands for Network already."),
        (
            {"name": "A", "topics": " ".join(map(str, range(51)))},
            "At most 50, of 200 characters each.",
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(
    client: Client, given: dict[str, str], said: str
) -> None:
    make_team("Network", handles=["@acme/NET"])
    page = Page(client.post("/teams/new/", given))
    assert (page.status, Team.objects.count()) == (422, 1)
    assert said in page.text


@pytest.mark.parametrize(("name", "slug"), [("New", "new-2"), ("网络", "team"), ("Network!", "network-2")])
def test_an_address_is_made_of_the_name_and_belongs_to_one_team(client: Client, name: str, slug: str) -> None:
    make_team("Network")
    client.post("/teams/new/", {"name": name})
    assert Team.objects.get(name=name).slug == slug
    assert get(client, f"/teams/{slug}/").status == 200


def test_a_lead_changes_the_contact_but_not_which_repositories_it_gets(network: Team) -> None:
    client = signed_in(make_member("ada", network, Role.LEAD))
    given = {
        "name": "Net",
        "emergency_contact": "ops",
        "handles": "@acme/all",
        "slug": "x",
        "created_at": "1",
    }
    assert client.post("/teams/network/", given).status_code == 302
    network.refresh_from_db()
    assert (network.name, network.slug, network.emergency_contact) == ("Net", "network", "ops")
    assert network.handles == []


def test_an_administrator_of_the_team_takes_people_in_changes_and_takes_them_out(network: Team) -> None:
    client = signed_in(make_member("ada", network, Role.ADMIN))
    make_user("vic")
    client.post("/teams/network/members/", {"user": "vic", "role": Role.ENGINEER})
    assert roles(network) == {"ada": Role.ADMIN, "vic": Role.ENGINEER}
    client.post("/teams/network/members/", {"user": "vic", "role": Role.LEAD})
    assert roles(network)["vic"] == Role.LEAD
    assert "vic Lead Take out by a person" in get(client, "/teams/network/").text
    client.post("/teams/network/members/remove/", {"user": "vic"})
    assert roles(network) == {"ada": Role.ADMIN}
    assert kinds() == ["team.member_set", "team.member_set", "team.member_removed"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"user": "nobody", "role": "20"}, "There is nobody called nobody."),
        ({"user": "", "role": "20"}, "Enter a user name."),
        ({"user": "gone", "role": "20"}, "There is nobody called gone."),
        ({"user": "vic", "role": "60"}, "60"),
        ({"user": "vic", "role": ""}, "Choose a role."),
    ],
)
def test_nobody_is_taken_in_who_is_not_there_or_as_what_is_no_role(
    network: Team, given: dict[str, str], said: str
) -> None:
    make_user("vic")
    make_user("gone", is_active=False)
    page = Page(signed_in(make_member("ada", network, Role.ADMIN)).post("/teams/network/members/", given))
    assert (page.status, len(roles(network))) == (422, 1)
    assert said in page.text


def test_what_single_sign_on_said_a_person_does_not_take_away(network: Team) -> None:
    client = signed_in(make_member("ada", network, Role.ADMIN))
    make_membership(make_user("vic"), network, Role.LEAD, source=Told.OIDC)
    page = Page(client.post("/teams/network/members/remove/", {"user": "vic"}))
    assert (page.status, "vic" in roles(network)) == (422, True)
    assert "Single sign-on says that vic belongs to the team" in page.text
    client.post("/teams/network/members/", {"user": "vic", "role": Role.VIEWER})
    assert Membership.objects.filter(user__username="vic").count() == 2
    assert User.objects.with_standing().get(username="vic").standing == {network.pk: Role.LEAD}


def test_everybody_may_leave_and_the_last_who_lets_people_in_only_if_somebody_else_can(network: Team) -> None:
    client = signed_in(make_member("ada", network, Role.ADMIN))
    page = Page(client.post("/teams/network/members/remove/", {"user": "ada"}))
    assert "Nobody else could let people into the team" in page.text
    make_user("root", is_superuser=True)
    assert client.post("/teams/network/members/remove/", {"user": "ada"}).headers["Location"] == "/teams/"
    assert roles(network) == {}
    viewer = signed_in(make_member("vic", network, Role.VIEWER))
    assert viewer.post("/teams/network/members/remove/", {"user": "vic"}).status_code == 302


def test_a_member_without_the_right_takes_nobody_out_and_is_offered_no_button(network: Team) -> None:
    make_membership(make_user("vic"), network)
    client = signed_in(make_member("ada", network, Role.LEAD))
    assert client.post("/teams/network/members/remove/", {"user": "vic"}).status_code == 403
    actions = get(client, "/teams/network/").actions
    assert "/teams/network/" in actions
    assert "/teams/network/remove/" not in actions
    assert "/teams/network/members/" not in actions


def test_a_removed_team_leaves_its_repositories_to_nobody(client: Client, network: Team) -> None:
    repository = make_scanned("acme/network", team=network, team_by="codeowners", team_why="CODEOWNERS:1")
    client.post("/teams/network/remove/")
    repository.refresh_from_db()
    assert (repository.team, repository.team_by, repository.team_why) == (None, "", "")
    assert Event.objects.get().kind == "team.removed"


def test_a_team_with_a_connection_stays_lest_every_team_had_it(client: Client, network: Team) -> None:
    make_connection(team=network)
    page = Page(client.post("/teams/network/remove/"))
    assert "Remove its AWS connection first: 1 is left." in page.text
    assert Team.objects.exists()


def test_who_leads_both_teams_gives_a_repository_from_one_to_the_other(network: Team) -> None:
    edge, core = make_team("Edge"), make_team("Core")
    repository = make_scanned("acme/network", team=network)
    client = signed_in(make_member("ada", network, Role.LEAD))
    make_membership(User.objects.get(), edge, Role.LEAD)
    make_membership(User.objects.get(), core, Role.ENGINEER)
    assert "Core" not in get(client, "/repos/acme/network/team/").text
    assert client.post("/repos/acme/network/team/", {"team": "core"}).status_code == 403
    assert client.post("/repos/acme/network/team/", {"team": ""}).status_code == 403
    assert client.post("/repos/acme/network/team/", {"team": "edge"}).status_code == 302
    repository.refresh_from_db()
    assert (repository.team, repository.team_by) == (edge, "person")
    assert kinds() == ["repository.moved", "team.repository_left"]
    assert "Belongs to the team Edge, by ada" in get(client, "/repos/acme/network/history/").text


def test_the_page_of_a_repository_says_whose_it_is_and_who_said_so(client: Client, network: Team) -> None:
    make_scanned("acme/a", team=network, team_by="codeowners", team_why=".github/CODEOWNERS:7")
    make_scanned("acme/b", team=network, team_by="topic", team_why="<net>")
    make_repository("acme/c")
    page = get(client, "/repos/acme/a/")
    assert "Team Network by CODEOWNERS, line 7" in page.text
    assert page.links["by CODEOWNERS, line 7"].endswith("/blob/main/.github/CODEOWNERS#L7")
    assert "Network by the topic <net>" in get(client, "/repos/acme/b/").text
    assert "Team none" in get(client, "/repos/acme/c/").text
