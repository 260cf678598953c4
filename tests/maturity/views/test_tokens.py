"""The tokens page: a token is shown once, and revoked for good."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from maturity.actions import create_token
from maturity.models import ApiToken, Event, Repository, Role, User
from tests.factories import days_ago, make_member, make_membership, make_repository, make_team
from tests.pages import Page, get, signed_in

ADDRESS = "/repos/acme/network/tokens/"


@pytest.fixture
def network(db: None) -> Repository:
    return make_repository("acme/network")


def make(client: Client, name: str = "ci", expiry: str = "90", address: str = ADDRESS, **more: Any) -> Page:
    return Page(client.post(address, {"name": name, "expiry": expiry, "verbs": ["push"], **more}))


def test_a_repository_without_tokens_says_what_they_are_for(client: Client, network: Repository) -> None:
    assert "No token yet" in get(client, ADDRESS).text


def test_a_new_token_is_shown_once_and_only_its_digest_is_kept(client: Client, network: Repository) -> None:
    page = make(client)
    (secret,) = re.findall(r"rungs_[\w-]{43}", page.html)
    row = ApiToken.objects.get()
    assert (row.digest, row.hint) == (ApiToken.digest_of(secret), secret[-4:])
    assert row.created_by is not None
    after = get(client, ADDRESS)
    assert secret not in after.html
    assert f"ci …{secret[-4:]}" in after.text
    assert "by lin · never used · expires in 90 d" in after.text


def test_no_cache_keeps_the_page_that_shows_it(client: Client, network: Repository) -> None:
    response = client.post(ADDRESS, {"name": "ci", "expiry": "30", "verbs": ["push"]})
    assert "rungs_" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_one_that_never_expires_says_so(client: Client, network: Repository) -> None:
    make(client, expiry="never")
    assert ApiToken.objects.get().expires_at is None
    assert "never expires" in get(client, ADDRESS).text


@pytest.mark.parametrize(
    ("name", "expiry", "said"),
    [
        ("", "90", "Enter a name"),
        ("x" * 101, "90", "at most 100"),
        ("ci", "7", "not one of the available"),
    ],
)
def test_what_cannot_be_made_is_said_at_its_field(
    client: Client, network: Repository, name: str, expiry: str, said: str
) -> None:
    page = make(client, name, expiry)
    assert page.status == 422
    assert said in page.text
    assert not ApiToken.objects.exists()


def test_there_is_an_end_to_how_many_tokens_one_repository_has(client: Client, network: Repository) -> None:
    for number in range(50):
        create_token(None, network, f"ci {number}", 30)
    page = make(client)
    assert page.status == 422
    assert "has 50 tokens already" in page.text


def test_a_revoked_token_stays_in_the_list_and_both_leave_an_event(
    client: Client, network: Repository, lin: User
) -> None:
    token, _ = create_token(lin, network, "ci", 30)
    for _again in range(2):
        assert client.post(ADDRESS + "revoke/", {"token": token.pk}).headers["Location"] == ADDRESS
    assert "revoked just now" in get(client, ADDRESS).text
    assert [one.kind for one in Event.objects.order_by("pk")] == ["token.created", "token.revoked"]
    text = get(client, "/repos/acme/network/history/").text
    assert "Token ci made by lin" in text
    assert "Token ci revoked by lin" in text


def test_an_expired_token_is_marked(client: Client, network: Repository) -> None:
    token, _ = create_token(None, network, "old", 30)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=days_ago(2))
    assert "expired 2 d ago" in get(client, ADDRESS).text


@pytest.mark.parametrize("asked", ["", "x", "-1", "9" * 40, "²"])
def test_revoking_nonsense_changes_nothing(client: Client, network: Repository, asked: str) -> None:
    create_token(None, network, "ci", 30)
    assert client.post(ADDRESS + "revoke/", {"token": asked}).status_code == 302
    assert ApiToken.objects.get().revoked_at is None


def test_a_token_of_another_repository_cannot_be_revoked_here(client: Client, network: Repository) -> None:
    token, _ = create_token(None, make_repository("acme/other"), "ci", 30)
    client.post(ADDRESS + "revoke/", {"token": token.pk})
    assert ApiToken.objects.get().revoked_at is None
    assert "…" + token.hint not in get(client, ADDRESS).text


def test_the_repository_page_leads_there(client: Client, network: Repository) -> None:
    assert get(client, "/repos/acme/network/").links["Tokens for pipelines"] == ADDRESS


def test_the_page_of_a_team_leads_there(client: Client) -> None:
    make_team("Platform")
    assert get(client, "/teams/platform/").links["Tokens for pipelines"] == "/teams/platform/tokens/"


def test_what_it_may_do_is_chosen_and_shown(client: Client, network: Repository) -> None:
    make(client, verbs=["read"])
    assert ApiToken.objects.get().verbs == ["read"]
    assert re.search(r"ci …\S+ Revoke read Made just now", get(client, ADDRESS).text)


@pytest.mark.parametrize(("verbs", "said"), [([], "Choose what the token may do."), (["fly"], "not one of")])
def test_a_token_that_may_do_nothing_known_is_not_made(
    client: Client, network: Repository, verbs: list[str], said: str
) -> None:
    page = make(client, verbs=verbs)
    assert (page.status, said in page.text) == (422, True)
    assert not ApiToken.objects.exists()


def test_what_is_not_asked_for_on_the_page_cannot_be_set(client: Client, network: Repository) -> None:
    other = make_repository("acme/other")
    make(
        client, repository=other.pk, team=make_team().pk, digest="0" * 64, minute=9, last_used_at="2020-01-01"
    )
    row = ApiToken.objects.get()
    assert (row.repository, row.team, row.minute, row.last_used_at) == (network, None, 0, None)
    assert row.digest != "0" * 64


def test_a_teams_token_is_made_by_its_lead_and_shown_where_it_works_too(network: Repository) -> None:
    team = make_team("Platform")
    client = signed_in(make_member("kim", team, Role.LEAD))
    Repository.objects.update(team=team)
    page = make(client, "all", address="/teams/platform/tokens/", verbs=["push", "read"])
    assert re.search(r"rungs_[\w-]{43}", page.html)
    row = ApiToken.objects.get()
    assert (row.team, row.repository, row.verbs) == (team, None, ["push", "read"])
    listed = get(client, ADDRESS)
    assert "Of the team Platform" in listed.text
    assert f"all …{row.hint} push read works here too" in listed.text
    client.post(ADDRESS + "revoke/", {"token": row.pk})
    assert ApiToken.objects.get().revoked_at is None
    client.post("/teams/platform/tokens/revoke/", {"token": row.pk})
    assert ApiToken.objects.get().revoked_at is not None
    assert "Of the team Platform" not in get(client, ADDRESS).text
    told = [(one.kind, one.team, one.subject) for one in Event.objects.filter(repository=None).order_by("pk")]
    assert told == [(kind, team, "Platform") for kind in ("token.created", "token.revoked")]


@pytest.mark.parametrize(("role", "status"), [(None, 403), (20, 403), (30, 403), (40, 200)])
def test_only_leads_of_the_team_have_its_tokens(network: Repository, role: int | None, status: int) -> None:
    team, kim = make_team("Platform"), make_member("kim", make_team("Other"), Role.ADMIN)
    if role:
        make_membership(kim, team, role)
    client = signed_in(kim)
    assert client.get("/teams/platform/tokens/").status_code == status
    assert client.post("/teams/platform/tokens/revoke/").status_code == (302 if status == 200 else 403)
    assert client.get("/teams/nobody/tokens/").status_code == 404
