"""Connecting a repository: the live check, what is refused, and what happens then."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from maturity.actions import Probe, Refused
from maturity.models import Event, Organisation, Repository, Role, Run, User
from maturity.models.organisations import ONLY
from tests.factories import make_member, make_team
from tests.gitrepo import GitRepo
from tests.pages import Page, get, signed_in


@pytest.fixture
def origin(tmp_path: Path, data: Path, settings: Any) -> Path:
    """A git repository on this machine, which this installation may read."""
    settings.RUNGS_ALLOW_LOCAL_PATHS = True
    repository = GitRepo(tmp_path / "network")
    repository.commit({"main.tf": "terraform {}\n"})
    return repository.path


def check(client: Client, url: str) -> str:
    response = client.post(
        "/repos/connect/check/", {"url": url}, headers={"HX-Request": "true", "HX-Target": "check"}
    )
    assert response.status_code == 200
    return Page(response).text


def connect(client: Client, url: object, name: str = "") -> Any:
    return client.post("/repos/connect/", {"url": str(url), "name": name})


def test_the_check_says_what_was_found_and_saves_nothing(client: Client, origin: Path) -> None:
    text = check(client, str(origin))
    assert "network can be read" in text
    assert re.search(r"Default branch main at [0-9a-f]{7} ", text)
    assert "its page Set up says what each asks for" in text
    assert not Repository.objects.exists()
    assert not Event.objects.exists()


def test_the_check_of_nothing_repeats_what_to_type(client: Client) -> None:
    assert "An https:// address" in check(client, "")


@pytest.mark.parametrize(
    "url", ["nonsense", "https://", "ftp://example.org/a/b", "--upload-pack=x", "ext::sh -c x", "x" * 900]
)
def test_the_check_explains_what_is_wrong_in_place(client: Client, url: str) -> None:
    text = check(client, url)
    assert text.endswith(".")
    assert "can be read" not in text


def test_the_check_knows_what_is_connected_already(client: Client, origin: Path, sent: list[int]) -> None:
    connect(client, origin)
    assert "Already connected: network" in check(client, str(origin))


def test_connecting_stores_it_starts_the_first_scan_and_shows_it(
    client: Client, origin: Path, sent: list[int]
) -> None:
    response = connect(client, origin)
    repository, run = Repository.objects.get(), Run.objects.get()
    assert response.headers["Location"] == "/repos/network/"
    assert repository.connected_by is not None
    assert (repository.connected_by.username, repository.default_branch) == ("lin", "main")
    assert sent == [run.pk]
    assert "Waiting for a worker" in get(client, "/repos/network/").text


def test_another_name_may_be_given(client: Client, origin: Path, sent: list[int]) -> None:
    assert connect(client, origin, "acme/live network").headers["Location"] == "/repos/acme/live-network/"


def test_a_refusal_is_shown_at_the_field_with_what_was_typed(
    client: Client, tmp_path: Path, origin: Path
) -> None:
    response = connect(client, tmp_path / "nothing-here")
    page = Page(response)
    assert response.status_code == 422
    assert f'value="{tmp_path / "nothing-here"}"' in page.html
    assert 'aria-invalid="true"' in page.html
    assert not Repository.objects.exists()


def test_paths_on_this_machine_are_refused_unless_allowed(
    client: Client, origin: Path, settings: Any
) -> None:
    settings.RUNGS_ALLOW_LOCAL_PATHS = False
    response = connect(client, origin)
    assert response.status_code == 422
    assert "Paths on this machine are not allowed here" in Page(response).text


def test_the_same_repository_is_not_connected_twice(client: Client, origin: Path, sent: list[int]) -> None:
    connect(client, origin)
    response = connect(client, origin)
    assert response.status_code == 422
    assert "This repository is already connected as network." in Page(response).text


def test_an_empty_form_asks_for_an_address(client: Client) -> None:
    response = connect(client, " ")
    assert response.status_code == 422
    assert "Enter the address of a git repository." in Page(response).text


def test_forgetting_removes_it_and_leaves_an_event(client: Client, origin: Path, sent: list[int]) -> None:
    connect(client, origin)
    response = client.post("/repos/network/forget/")
    assert response.headers["Location"] == "/repos/"
    assert not Repository.objects.exists()
    assert Event.objects.newest_first()[0].kind == "repository.forgotten"


def test_nothing_is_forgotten_by_following_a_link(client: Client, origin: Path, sent: list[int]) -> None:
    connect(client, origin)
    assert client.get("/repos/network/forget/").status_code == 405
    assert Repository.objects.exists()


def test_a_lead_connects_for_a_team_of_their_own(lin: User, origin: Path, sent: list[int]) -> None:
    mine, other = make_team("Platform"), make_team("Payments")
    kim = signed_in(make_member("kim", mine, Role.LEAD))
    for team in ("", other.pk, "x"):
        response = kim.post("/repos/connect/", {"url": str(origin), "team": team})
        assert response.status_code == 422
        assert "team" in Page(response).text
    assert kim.post("/repos/connect/", {"url": str(origin), "team": mine.pk}).status_code == 302
    repository = Repository.objects.get()
    assert (repository.team, repository.team_by) == (mine, "person")


def test_who_leads_no_team_may_neither_connect_nor_look(lin: User, origin: Path) -> None:
    kim = signed_in(make_member("kim", make_team("Platform"), Role.APPROVER))
    assert kim.get("/repos/connect/").status_code == 403
    for address in ("/repos/connect/", "/repos/connect/check/"):
        assert kim.post(address, {"url": str(origin)}).status_code == 403
    assert not Repository.objects.exists()


def test_an_administrator_may_leave_the_team_open(client: Client, origin: Path, sent: list[int]) -> None:
    make_team("Platform")
    assert "By CODEOWNERS or topics" in get(client, "/repos/connect/").text
    connect(client, origin)
    repository = Repository.objects.get()
    assert (repository.team, repository.team_by) == (None, "")


def test_a_repository_of_a_hidden_team_is_not_named(client: Client, origin: Path, sent: list[int]) -> None:
    Organisation.objects.create(pk=ONLY, open_read=False)
    connect(client, origin, "secret/project")
    mine = make_team("Platform")
    kim = signed_in(make_member("kim", mine, Role.LEAD))
    text = Page(kim.post("/repos/connect/", {"url": str(origin), "team": mine.pk})).text
    assert "already connected, by a team whose repositories you may not see" in text
    assert "secret/project" not in text


def glanced(client: Client, url: str) -> Page:
    response = client.post("/repos/connect/glance/", {"url": url}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return Page(response)


def test_the_names_of_files_tell_what_to_expect(
    client: Client, tmp_path: Path, data: Path, settings: Any
) -> None:
    settings.RUNGS_ALLOW_LOCAL_PATHS = True
    repository = GitRepo(tmp_path / "network")
    repository.commit({"main.tf": "x", ".github/workflows/plan.yml": "on: push", "CODEOWNERS": "* @acme/net"})
    text = glanced(client, str(repository.path)).text
    assert "3 files · Terraform · GitHub Actions" in text
    assert "CODEOWNERS is there" in text


def test_files_that_cannot_be_listed_hide_nothing(client: Client, data: Path) -> None:
    for url in ("", "nonsense", "/etc", "https://127.0.0.1:9/a/b"):
        assert glanced(client, url).text == ""


def test_what_is_missing_is_named_with_the_rights_it_takes(
    client: Client, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maturity.adapters.address.addresses_of", lambda host, port: ["93.184.216.34"])
    found = Probe("acme/network", "https://github.com/acme/network", "main", "a" * 40, "github")
    monkeypatch.setattr("maturity.actions.looking.check_repository", lambda url: found)
    text = check(client, "https://github.com/acme/network")
    assert "Missing: a login for its API." in text
    assert "See the plan jobs of a pull request, and the checks of a commit that is released." in text


def test_a_private_repository_is_no_dead_end(
    client: Client, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def private(url: str) -> Probe:
        raise Refused("There is no public repository at it, or it needs a login.")

    monkeypatch.setattr("maturity.adapters.address.addresses_of", lambda host, port: ["93.184.216.34"])
    monkeypatch.setattr("maturity.actions.looking.check_repository", private)
    page = Page(
        client.post(
            "/repos/connect/check/", {"url": "https://gitlab.com/a/b"}, headers={"HX-Request": "true"}
        )
    )
    assert "or it needs a login." in page.text
    assert "What a login for gitlab.com must be allowed, and why" in page.text
    assert page.links["Add a login"] == "/settings/logins/"
