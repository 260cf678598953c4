"""Logins that were given on a page: which one is used where, and what becomes of them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from maturity.actions import Refused
from maturity.actions.logins import WantedLogin, check_login, remove_login, save_login
from maturity.actions.pulls.scheduling import due
from maturity.adapters import credentials, github_app
from maturity.adapters.address import Policy, check
from maturity.adapters.credentials import App, Login, login_for, login_of
from maturity.adapters.errors import AdapterError
from maturity.adapters.hosting import connect
from maturity.models import Event, HostLogin, LoginKind, Schedule, User
from tests.factories import days_ago, make_repository
from tests.servers_app import APP_ID, FakeApp, private_key, serve_app
from tests.servers_hosts import BOT, TOKEN, github_pull, serve

pytestmark = pytest.mark.django_db
OPEN = Policy(http=True, private=True)


@pytest.fixture(autouse=True)
def _open(near: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github_app, "_tokens", {})


@pytest.fixture
def app() -> Iterator[FakeApp]:
    with serve_app() as made:
        yield made


def give(by: User, **more: Any) -> HostLogin:
    wanted = {"host": "127.0.0.1", "user": "bot", "secret": TOKEN, **more}
    return save_login(by, None, WantedLogin(**wanted))


def give_app(by: User, **more: Any) -> HostLogin:
    return give(by, **{"kind": LoginKind.GITHUB_APP, "secret": private_key(), "app_id": APP_ID, **more})


def token_of(path: str) -> str:
    found = login_of("git.example", path)
    return found.token if isinstance(found, Login) else ""


def test_the_nearest_owner_wins_and_what_is_stored_before_the_environment(lin: User, settings: Any):
    settings.RUNGS_GIT_CREDENTIALS = "git.example env e; other.example env o"
    assert token_of("acme/network") == "e"
    for owner in ("", "Acme", "acme/infra"):
        give(lin, host="git.example", owner=owner, secret=f"of {owner.lower()}")
    assert token_of("acme/network") == "of acme"
    assert token_of("ACME/Infra/dns") == "of acme/infra"
    assert token_of("acmeville/x") == "of "
    remove_login(lin, HostLogin.objects.get(owner=""))
    assert token_of("acmeville/x") == "e"
    assert isinstance(login_of("other.example"), Login)


def test_commands_without_a_database_know_the_environment_alone(settings: Any, lin: User):
    give(lin, host="git.example", secret="stored")
    with credentials.of_environment_alone():
        assert login_of("git.example", "a/b") is None
    assert token_of("a/b") == "stored"


def test_a_login_is_given_replaced_and_removed_and_each_leaves_an_event(lin: User):
    login = give(lin, owner="/Acme/")
    assert (login.owner, str(login)) == ("acme", "127.0.0.1/acme")
    save_login(lin, login, WantedLogin(host="elsewhere", owner="x", user="b", secret="new-token"))
    login.refresh_from_db()
    assert (login.host, login.owner, login.user, login.secret) == ("127.0.0.1", "acme", "b", "new-token")
    with pytest.raises(Refused, match="There is a login for 127\\.0\\.0\\.1/acme already"):
        give(lin, owner="acme")
    remove_login(lin, login)
    told = [
        (one.kind, one.subject) for one in Event.objects.filter(repository=None, team=None).order_by("pk")
    ]
    assert told == [(f"login.{what}", "127.0.0.1/acme") for what in ("added", "replaced", "removed")]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"host": "https://github.com"}, "name of the host alone"),
        ({"host": "github.com/acme"}, "name of the host alone"),
        ({"host": "github.com:8443"}, "name of the host alone"),
        ({"host": "bad host"}, "not the address of a service"),
        ({"kind": "github_app", "secret": "no key", "app_id": "1"}, "not the private key of a GitHub App"),
        ({"kind": "github_app", "app_id": "x"}, "The id of a GitHub App is a number"),
    ],
)
def test_what_cannot_be_a_login_is_refused(lin: User, given: dict[str, str], said: str):
    if given.get("app_id") == "x":
        given = {**given, "secret": private_key()}
    with pytest.raises(Refused, match=said):
        give(lin, **given)
    assert not HostLogin.objects.exists()


def test_a_private_host_is_refused_unless_those_are_allowed(lin: User, settings: Any):
    settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = False
    with pytest.raises(Refused, match="private address"):
        give(lin, host="127.0.0.1")


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_token_is_tested_and_the_host_says_who_it_is(lin: User, kind: str):
    with serve(kind) as host:
        make_repository("acme/network", url=host.url, host=kind)
        login = give(lin)
        found = check_login(login)
    assert found is not None
    assert (found.name, login.error) == (BOT, "")
    assert login.checked_at is not None


def test_a_refusal_is_told_in_the_hosts_own_words(lin: User, app: FakeApp):
    make_repository("acme/network", url=app.url)
    login = give(lin, secret="wrong")
    assert check_login(login) is None
    assert login.error == "127.0.0.1 answered 401: Bad credentials."
    login = save_login(lin, login, WantedLogin(host="", secret=private_key(), kind="github_app", app_id="1"))
    assert check_login(login) is None
    assert login.error == "127.0.0.1 answered 401: Integration must generate a public key."


def test_a_github_app_is_found_in_its_organisation(lin: User, app: FakeApp):
    make_repository("acme/network", url=app.url)
    login = give_app(lin, owner="acme")
    found = check_login(login)
    assert found is not None
    assert (found.name, found.installation) == ("rungs-acme[bot]", "81")
    assert found.may == ("contents: read", "pull_requests: write")
    login.refresh_from_db()
    assert (login.user, login.installation) == ("rungs-acme[bot]", "81")


def test_an_app_that_is_not_installed_there_is_told(lin: User, app: FakeApp):
    make_repository("acme/network", url=app.url)
    app.installed = {"other": 82}
    login = give_app(lin, owner="acme")
    assert check_login(login) is None
    assert login.error == "The app is not installed for acme: install it on GitHub first."


def test_one_token_of_an_app_serves_git_and_the_api_until_shortly_before_its_end(lin: User, app: FakeApp):
    app.pulls = [github_pull()]
    give_app(lin, owner="acme")
    address = check(app.url, OPEN)
    assert login_for(address) == Login("x-access-token", TOKEN)
    with connect(app.url, "github", OPEN) as forge:
        assert len(forge.open_pulls()) == 1
    assert app.given == 1
    app.life = timedelta(minutes=5)
    github_app._tokens.clear()
    login_for(address)
    login_for(address)
    assert app.given == 3


def test_an_app_for_a_whole_host_has_a_token_for_each_owner(lin: User, app: FakeApp):
    give_app(lin)
    base = app.url.removesuffix("/acme/network")
    for owner in ("acme", "Other", "acme"):
        login_for(check(f"{base}/{owner}/network", OPEN))
    assert [one for one in app.asked if "access_tokens" in one] == [
        f"POST /api/v3/app/installations/{number}/access_tokens" for number in (81, 82)
    ]
    with pytest.raises(AdapterError, match="not installed for nobody"):
        login_for(check(f"{base}/nobody/network", OPEN))


def test_an_app_knows_its_own_name_without_asking(lin: User, app: FakeApp):
    make_repository("acme/network", url=app.url)
    check_login(give_app(lin, owner="acme"))
    with connect(app.url, "github", OPEN) as forge:
        assert forge.me() == "rungs-acme[bot]"


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"<html>", b"[" * 100_000, b'{"token": 7}'])
def test_an_answer_of_another_form_is_said_to_be_one(raw: bytes):
    with serve("github") as host:
        host.raw = raw
        address = check(host.url, OPEN)
        with pytest.raises(AdapterError):
            github_app.token(App(APP_ID, private_key(), "81"), address)


def test_a_login_whose_key_is_gone_says_so_and_is_not_passed_over(lin: User, settings: Any):
    settings.RUNGS_GIT_CREDENTIALS = "127.0.0.1 bot other"
    settings.RUNGS_ENCRYPTION_KEYS = ["old"]
    login = give(lin)
    settings.RUNGS_ENCRYPTION_KEYS = ["new"]
    with pytest.raises(AdapterError, match="sealed with a key that is not in RUNGS_ENCRYPTION_KEYS"):
        login_of("127.0.0.1", "acme/network")
    login = HostLogin.objects.get()
    assert check_login(login) is None
    assert "give the login again" in login.error


def test_pull_requests_of_an_owner_with_a_stored_login_are_looked_at(lin: User):
    make_repository("acme/network", url="https://github.com/acme/network.git")
    make_repository("other/network", url="https://github.com/other/network")
    give(lin, host="github.com", owner="acme")
    due(days_ago(0))
    assert [one.repository.name for one in Schedule.objects.filter(kind="pulls")] == ["acme/network"]


def test_no_secret_reaches_a_row_an_event_or_a_log(
    lin: User, app: FakeApp, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    make_repository("acme/network", url=app.url)
    with caplog.at_level(logging.DEBUG):
        check_login(give_app(lin, owner="acme"))
        check_login(give(lin, owner="other"))
        login_for(check(app.url, OPEN))
    call_command("dumpdata", "maturity.event")
    key = private_key().splitlines()[3]
    rows = "".join(HostLogin.objects.values_list("secret", flat=True))
    told = caplog.text + capsys.readouterr().out + rows
    assert "login.added" in told
    assert [secret for secret in (TOKEN, key) if secret in told] == []


def test_a_login_is_not_tested_where_somebody_could_listen(
    lin: User, app: FakeApp, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("maturity.adapters.credentials.SAFE_FOR_LOGIN", ("https",))
    make_repository("acme/network", url=app.url)
    login = give(lin)
    assert check_login(login) is None
    assert (login.error, app.asked) == ("A login is sent over https only.", [])


def test_a_host_without_an_api_is_tested_by_a_repository_of_it(lin: User, monkeypatch: pytest.MonkeyPatch):
    probed: list[str] = []
    monkeypatch.setattr("maturity.adapters.git.probe", lambda url, policy: probed.append(url))
    login = give(lin, host="git.example")
    assert check_login(login) is None
    assert login.error.startswith("git.example has no API that Rungs knows: connect a repository of it")
    make_repository("x/y", url="https://git.example/x/y", host="other")
    found = check_login(login)
    assert found is not None
    assert (found.name, login.error, probed) == ("bot", "", ["https://git.example/x/y"])
