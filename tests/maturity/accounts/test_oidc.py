"""Signing in by an identity provider: who comes in, as whom, and who does not."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from maturity.actions.people import inviting
from maturity.models import Event, GroupGrant, Membership, Role, User
from tests.factories import make_team, make_user
from tests.maturity.accounts import provider as providers
from tests.maturity.accounts.provider import Provider, said
from tests.pages import get

FAILED = "Signing in did not work"
REFUSED = "You are not signed in"


@pytest.fixture(scope="module")
def _server() -> Iterator[Provider]:
    with providers.provider("--require-nonce", "1") as started:
        yield started


@pytest.fixture
def acme(_server: Provider, settings: Any) -> Provider:
    settings.RUNGS_OIDC_APPS = _server.apps()
    return _server


def verified(acme: Provider, sub: str = "u-1", email: str = "mo@acme.example", **claims: Any) -> str:
    acme.knows(sub, email=email, email_verified=True, **claims)
    return sub


def address_of(user: User, email: str = "mo@acme.example") -> User:
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def test_somebody_new_comes_in_with_the_name_the_provider_gives(acme: Provider, visitor: Client) -> None:
    verified(acme, name="Mo Li", preferred_username="mo.li")
    assert acme.sign_in(visitor, "u-1", next="/inbox/") == "/inbox/"
    user = User.objects.get()
    assert (user.username, user.get_full_name(), user.email) == ("mo.li", "Mo Li", "mo@acme.example")
    assert (user.is_superuser, user.has_usable_password()) == (False, False)
    assert visitor.get("/inbox/").status_code == 200
    assert acme.sign_in(Client(), "u-1") == "/"
    assert User.objects.count() == 1
    assert Event.objects.get(kind="person.joined").subject == "mo.li"


def test_the_question_is_bound_to_this_browser(acme: Provider, visitor: Client) -> None:
    verified(acme)
    acme.answer(visitor, "u-1")
    told = acme.told
    state = visitor.session["socialaccount_states"][told["state"]][0]
    proof = hashlib.sha256(state["pkce_code_verifier"].encode()).digest()
    assert told["code_challenge"] == base64.urlsafe_b64encode(proof).decode().rstrip("=")
    assert told["code_challenge_method"] == "S256"
    assert len(told["nonce"]) >= 32
    assert told["redirect_uri"].endswith("/accounts/oidc/callback/")


def test_an_address_can_ask_for_nothing_but_where_to_go(acme: Provider, visitor: Client) -> None:
    asked = {"scope": "offline_access", "auth_params": "prompt=none", "process": "connect"}
    visitor.post(
        "/accounts/oidc/?scope=admin&auth_params=nonce%3Dmine&process=redirect&next=//evil.example", asked
    )
    (state,) = (one[0] for one in visitor.session["socialaccount_states"].values())
    assert (state["process"], state.get("next")) == ("login", None)
    assert state["nonce"] != "mine"


def test_the_way_there_begins_with_a_form_of_ours(acme: Provider) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/accounts/oidc/").status_code == 403
    assert "socialaccount_states" not in strict.session
    assert "/accounts/oidc/" in get(strict, "/accounts/oidc/").actions


def test_a_refusal_there_is_told_here(acme: Provider, visitor: Client) -> None:
    answer = acme.answer(visitor)  # of which this provider leaves out the state
    assert said(visitor, f"{answer}&state={acme.told['state']}") == "/accounts/oidc/cancelled/"
    assert REFUSED in said(visitor, "/accounts/oidc/cancelled/")
    assert not User.objects.exists()


def test_an_answer_to_a_question_nobody_asked_opens_nothing(acme: Provider, visitor: Client) -> None:
    verified(acme)
    answer = acme.answer(Client(), "u-1")
    assert FAILED in said(visitor, answer)
    mine = acme.answer(visitor, "u-1")
    assert FAILED in said(visitor, mine.replace("state=", "state=x"))
    assert not User.objects.exists()


def test_an_answer_works_once(acme: Provider, visitor: Client) -> None:
    verified(acme)
    answer = acme.answer(visitor, "u-1")
    assert said(visitor, answer) == "/"
    visitor.post("/accounts/logout/")
    assert FAILED in said(visitor, answer)


def test_a_token_made_for_another_question_opens_nothing(acme: Provider, visitor: Client) -> None:
    verified(acme)
    answer = acme.answer(visitor, "u-1")
    session: Any = visitor.session
    for state in session["socialaccount_states"].values():
        state[0]["nonce"] = "of another question"
    session.save()
    assert FAILED in said(visitor, answer)
    assert not User.objects.exists()


def test_a_token_that_is_too_old_opens_nothing(visitor: Client, settings: Any) -> None:
    with providers.provider("--token-max-age", "-60") as old:
        settings.RUNGS_OIDC_APPS = old.apps()
        verified(old)
        assert FAILED in old.sign_in(visitor, "u-1")
    assert not User.objects.exists()


def test_a_provider_that_is_down_or_another_one_is_told(
    acme: Provider, visitor: Client, settings: Any
) -> None:
    (app,) = acme.apps()
    for address in ("http://127.0.0.1:9", f"{acme.address}/jwks"):
        settings.RUNGS_OIDC_APPS = [{**app, "settings": {**app["settings"], "server_url": address}}]
        assert visitor.post("/accounts/oidc/").status_code == 502


def test_without_a_provider_there_is_no_such_door(visitor: Client) -> None:
    assert visitor.post("/accounts/oidc/").status_code == 404
    assert visitor.get("/accounts/oidc/callback/?code=1&state=2").status_code == 404


def test_a_verified_address_leads_to_the_account_that_has_it(
    acme: Provider, visitor: Client, mo: User
) -> None:
    address_of(mo)
    verified(acme, email="MO@acme.example")
    assert acme.sign_in(visitor, "u-1") == "/"
    assert SocialAccount.objects.get().user == mo
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "claim", [{}, {"email_verified": False}, {"email_verified": "false"}, {"email_verified": 0}]
)
def test_an_address_nobody_vouches_for_leads_nowhere(
    acme: Provider, visitor: Client, mo: User, claim: dict[str, Any]
) -> None:
    address_of(mo)
    acme.knows("u-2", email="mo@acme.example", preferred_username="mo", **claim)
    assert acme.sign_in(visitor, "u-2") == "/"
    made = SocialAccount.objects.get().user
    assert made != mo
    assert (made.email, made.username != "mo") == ("", True)


def test_an_address_only_we_do_not_vouch_for_leads_nowhere(acme: Provider, visitor: Client, mo: User) -> None:
    """Somebody could have made an account with the address of a person who was not here yet."""
    verified(acme)
    assert REFUSED in acme.sign_in(visitor, "u-1")
    assert "mo@acme.example belongs to an account here." in acme.sign_in(visitor, "u-1")
    assert not SocialAccount.objects.exists()


def test_an_address_that_was_given_to_somebody_else_leads_nowhere(acme: Provider, mo: User) -> None:
    address_of(mo)
    verified(acme, "u-1")
    assert acme.sign_in(Client(), "u-1") == "/"
    verified(acme, "u-9")
    assert REFUSED in acme.sign_in(Client(), "u-9")
    assert SocialAccount.objects.count() == 1


def test_an_address_that_changes_at_the_provider_changes_nobody(acme: Provider, mo: User) -> None:
    ada = address_of(make_user("ada", is_superuser=True), "ada@acme.example")
    address_of(mo)
    verified(acme, "u-1")
    acme.sign_in(Client(), "u-1")
    verified(acme, "u-1", email="ada@acme.example")
    assert acme.sign_in(client := Client(), "u-1") == "/"
    assert client.session["_auth_user_id"] == str(mo.pk)
    mo.refresh_from_db()
    assert mo.email == "mo@acme.example"
    assert not SocialAccount.objects.filter(user=ada).exists()


def test_another_issuer_is_another_person(acme: Provider, visitor: Client, settings: Any) -> None:
    verified(acme, "u-1")
    acme.sign_in(Client(), "u-1")
    with providers.provider() as other:
        settings.RUNGS_OIDC_APPS = other.apps()
        other.knows("u-1", preferred_username="eve")
        assert other.sign_in(visitor, "u-1") == "/"
    assert User.objects.count() == 2


def test_only_the_domains_that_are_set_come_in_by_themselves(acme: Provider, settings: Any) -> None:
    settings.RUNGS_OIDC_DOMAINS = ["acme.example"]
    verified(acme, "u-1", email="mo@evil.example")
    acme.knows("u-2", email="mo@acme.example")
    verified(acme, "u-3", email="mo@ACME.example")
    led = [acme.sign_in(Client(), sub) for sub in ("u-1", "u-2", "u-3")]
    assert [REFUSED in one for one in led] == [True, True, False]


def test_who_was_let_go_stays_out(acme: Provider, visitor: Client, mo: User) -> None:
    address_of(mo)
    verified(acme)
    acme.sign_in(visitor, "u-1")
    User.objects.update(is_active=False)
    assert acme.sign_in(Client(), "u-1") == "/accounts/inactive/"
    assert visitor.get("/inbox/").status_code == 302


def test_a_link_of_an_administrator_joins_an_account_and_an_identity(
    acme: Provider, visitor: Client, mo: User
) -> None:
    ada = make_user("ada", is_superuser=True)
    _, secret = inviting.way_back(ada, mo)
    acme.knows("u-7", email="somebody@else.example")
    visitor.get(f"/accounts/join/?key={secret}")
    assert acme.sign_in(visitor, "u-7") == "/"
    assert SocialAccount.objects.get().user == mo
    assert visitor.get(f"/accounts/join/?key={secret}", follow=True).status_code == 410


def test_an_invitation_lets_a_stranger_in_once(acme: Provider, visitor: Client, settings: Any) -> None:
    settings.RUNGS_OIDC_DOMAINS = ["acme.example"]
    ada = make_user("ada", is_superuser=True)
    _, secret = inviting.invite(ada, "guest@else.example", administrator=True)
    acme.knows("u-5", preferred_username="guest")
    visitor.get(f"/accounts/join/?key={secret}")
    assert acme.sign_in(visitor, "u-5") == "/"
    guest = User.objects.get(username="guest")
    assert (guest.is_superuser, guest.is_staff) == (True, True)
    assert EmailAddress.objects.get(user=guest).email == "guest@else.example"
    acme.knows("u-6", preferred_username="friend")
    visitor.get(f"/accounts/join/?key={secret}")
    assert REFUSED in acme.sign_in(visitor, "u-6")


def test_groups_become_roles_and_go_with_the_group(acme: Provider, visitor: Client) -> None:
    team, other = make_team("Network"), make_team("Data")
    GroupGrant.objects.create(group="net-leads", team=team, role=Role.LEAD)
    GroupGrant.objects.create(group="everybody", team=team, role=Role.VIEWER)
    GroupGrant.objects.create(group="everybody", team=other, role=Role.VIEWER)
    verified(acme, groups=["net-leads", "everybody", "unknown"])
    acme.sign_in(visitor, "u-1")
    assert set(Membership.objects.values_list("team", "role", "source")) == {
        (team.pk, Role.LEAD, "oidc"), (other.pk, Role.VIEWER, "oidc"),
    }  # fmt: skip
    verified(acme, groups=["everybody"])
    acme.sign_in(Client(), "u-1")
    assert Membership.objects.get(team=team).role == Role.VIEWER
    verified(acme)
    acme.sign_in(Client(), "u-1")
    assert not Membership.objects.exists()
