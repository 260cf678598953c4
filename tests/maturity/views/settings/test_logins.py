"""The pages of logins: a secret goes in and never comes out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from maturity.models import Event, HostLogin, Role, User
from tests.factories import make_member, make_repository, make_team
from tests.pages import Page, get, signed_in
from tests.servers_app import APP_ID, private_key, serve_app
from tests.servers_hosts import TOKEN, serve

pytestmark = pytest.mark.usefixtures("near")
PAGE = "/settings/logins/"
GIVEN = {"host": "127.0.0.1", "owner": "", "user": "bot", "secret": TOKEN}


def give(client: Client, **more: str) -> Any:
    return client.post(f"{PAGE}token/", {**GIVEN, **more})


def give_app(client: Client, **more: str) -> Any:
    typed = {"host": "127.0.0.1", "owner": "acme", "app_id": APP_ID, "secret": private_key()}
    return client.post(f"{PAGE}app/", {**typed, **more})


def test_without_a_login_the_page_says_what_one_is_for(client: Client) -> None:
    assert "No login yet" in get(client, PAGE).text
    assert get(client, PAGE).links["Add a GitHub App"] == f"{PAGE}app/"


def test_a_token_is_given_and_no_page_shows_it_again(client: Client, lin: User) -> None:
    address = give(client).headers["Location"]
    assert HostLogin.objects.get().secret == TOKEN
    for page in (get(client, PAGE), get(client, address)):
        assert TOKEN not in page.html
        assert "127.0.0.1" in page.text
    assert "bot" in get(client, address).text
    assert (Event.objects.get().kind, Event.objects.get().actor) == ("login.added", lin)
    assert TOKEN not in repr(Event.objects.values_list().get())


def test_a_mistake_keeps_what_was_typed_but_not_the_secret(client: Client) -> None:
    page = Page(give(client, host="no host", owner="acme"))
    assert page.status == 422
    assert "acme" in page.html
    assert TOKEN not in page.html


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("host", "", "Enter the name of a host"),
        ("secret", "", "Enter the token."),
        ("secret", "a b", "It has a character that cannot be sent."),
        ("secret", "x\r\nHost: evil", "It has a character that cannot be sent."),
        ("user", "bö", "It has a character that cannot be sent."),
        ("secret", "x" * 1001, "at most 1000"),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(client: Client, field: str, typed: str, said: str) -> None:
    page = Page(give(client, **{field: typed}))
    assert (page.status, said in page.text) == (422, True)
    assert not HostLogin.objects.exists()


def test_what_is_no_private_key_is_refused_and_not_shown(client: Client) -> None:
    page = Page(
        give_app(client, secret="-----BEGIN RSA PRIVATE KEY-----\nMIIhush\n-----END RSA PRIVATE KEY-----")
    )
    assert page.status == 422
    assert "not the private key of a GitHub App" in page.text
    assert "MIIhush" not in page.html


def test_a_login_is_tested_replaced_and_removed(client: Client) -> None:
    with serve("github") as host:
        make_repository("acme/network", url=host.url)
        address = give(client, secret="wrong").headers["Location"]
        answer = client.post(f"{address}check/", headers={"HX-Request": "true"})
        assert "127.0.0.1 answered 401: Bad credentials." in Page(answer).text
        assert "Bad credentials" in get(client, PAGE).text
        client.post(address, {"user": "bot", "secret": TOKEN, "host": "evil.example", "owner": "evil"})
        assert "not tested yet" in get(client, PAGE).text
        assert client.post(f"{address}check/").headers["Location"] == address
    assert "tested just now" in get(client, PAGE).text
    row = HostLogin.objects.get()
    assert (row.host, row.owner, row.secret) == ("127.0.0.1", "", TOKEN)
    client.post(f"{address}remove/")
    assert not HostLogin.objects.exists()


def test_a_github_app_shows_what_it_may(client: Client) -> None:
    with serve_app() as app:
        make_repository("acme/network", url=app.url)
        address = give_app(client).headers["Location"]
        answer = client.post(f"{address}check/", headers={"HX-Request": "true"})
    page = Page(answer)
    assert "signed in as rungs-acme[bot]" in page.text
    assert "pull_requests: write" in page.text
    assert private_key().splitlines()[2] not in get(client, address).html


def test_those_of_the_environment_are_named_without_their_token(client: Client, settings: Any) -> None:
    settings.RUNGS_GIT_CREDENTIALS = "127.0.0.1 envbot hush-hush; github.com ci hush-hush"
    give(client)
    page = get(client, PAGE)
    assert "envbot · RUNGS_GIT_CREDENTIALS · not used" in page.text
    assert "hush-hush" not in page.html


def test_a_login_whose_key_is_gone_is_listed_and_says_so(client: Client, settings: Any) -> None:
    settings.RUNGS_ENCRYPTION_KEYS = ["old"]
    address = give(client).headers["Location"]
    settings.RUNGS_ENCRYPTION_KEYS = ["new"]
    answer = client.post(f"{address}check/", headers={"HX-Request": "true"})
    assert "sealed with a key that is not in RUNGS_ENCRYPTION_KEYS any more" in Page(answer).text
    assert "put the key back" in get(client, PAGE).text


@pytest.mark.parametrize("address", ["", "token/", "app/", "1/"])
def test_a_lead_of_a_team_has_no_business_there(address: str, lin: User) -> None:
    client = signed_in(make_member("kim", make_team(), Role.ADMIN))
    assert client.get(f"{PAGE}{address}").status_code == 403
    assert client.post(f"{PAGE}token/", GIVEN).status_code == 403
    assert client.post(f"{PAGE}1/check/").status_code == 403
    assert client.post(f"{PAGE}1/remove/").status_code == 403
    assert not HostLogin.objects.exists()
