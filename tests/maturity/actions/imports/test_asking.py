from __future__ import annotations

from typing import Any

import pytest

from maturity.actions import Refused, imports
from maturity.models import Event, Import, ImportState, Role, User
from tests.factories import make_membership, make_team, make_user


@pytest.fixture
def public(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name leads somewhere on the internet, but one."""
    where = {"intern.example": "10.0.0.7"}
    monkeypatch.setattr(
        "maturity.adapters.address.addresses_of", lambda host, port: [where.get(host, "93.184.216.34")]
    )


@pytest.mark.parametrize(
    ("given", "url", "host"),
    [
        ("https://github.com/acme", "https://github.com/acme", "github"),
        ("github.com/acme", "https://github.com/acme", "github"),
        (" https://github.com/acme/ ", "https://github.com/acme", "github"),
        ("https://github.com/orgs/acme/repositories", "https://github.com/acme", "github"),
        ("https://gitlab.com/acme/sub/deep", "https://gitlab.com/acme/sub/deep", "gitlab"),
        ("https://gitlab.com/groups/acme/-/children", "https://gitlab.com/acme", "gitlab"),
        ("https://gitlab.acme.example:8443/x", "https://gitlab.acme.example:8443/x", "gitlab"),
    ],
)
def test_an_owner_is_understood_as_it_is_pasted(lin: User, public: None, given: str, url: str, host: str):
    made = imports.request_import(lin, given)
    assert (made.address, made.host, made.state) == (url, host, ImportState.LISTING)
    event = Event.objects.get()
    assert (event.kind, event.repository, event.team) == ("import.requested", None, None)


def test_the_kind_of_a_server_of_ones_own_may_be_said(lin: User, public: None):
    with pytest.raises(Refused, match=r"Choose what kind of host git\.acme\.example is"):
        imports.request_import(lin, "https://git.acme.example/acme")
    assert imports.request_import(lin, "https://git.acme.example/acme", "gitlab").host == "gitlab"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("https://github.com/acme/network", "That is one repository"),
        ("https://github.com", "not the address"),
        ("https://lin:secret@github.com/acme", "Leave the user and the password out"),
        ("http://github.com/acme", "Only https"),
        ("file:///etc/passwd", "Paths on this machine"),
        ("https://intern.example/github", "private address"),
        ("https://github.com/acme?x=1", "not the address"),
        ("https://github.com/../acme", "not the address"),
        ("javascript:alert(1)", "not"),
        ("ext::sh -c x", "."),
        ("x" * 5000, "not the address"),
    ],
)
def test_other_addresses_are_refused_in_one_sentence(lin: User, public: None, given: str, words: str):
    with pytest.raises(Refused, match=words) as caught:
        imports.request_import(lin, given)
    assert "secret" not in caught.value.message
    assert not Import.objects.exists()


def test_an_address_with_very_many_parts_is_read_quickly(lin: User, public: None):
    with pytest.raises(Refused):
        imports.request_import(lin, "https://x/" + "/-/" * 20_000)


def test_a_person_has_a_few_imports_open_and_no_more(lin: User, public: None):
    for number in range(5):
        imports.request_import(lin, f"https://github.com/acme{number}")
    with pytest.raises(Refused, match="5 imports of yours are open already"):
        imports.request_import(lin, "https://github.com/more")


def test_a_lead_gives_them_to_a_team_of_their_own(listed: Import):
    mine, other, kim = make_team("Platform"), make_team("Payments"), make_user("kim")
    make_membership(kim, mine, Role.LEAD)
    make_membership(kim, other, Role.APPROVER)
    for wrong in (other, None):
        with pytest.raises(Refused, match="in which you are a lead"):
            imports.connect_chosen(kim, listed, wrong)
    imports.connect_chosen(kim, listed, mine)
    assert (listed.state, listed.team, listed.by_rule) == (ImportState.CONNECTING, mine, False)
    event = Event.objects.get(kind="import.started")
    assert (event.team, event.data) == (mine, {"number": 2, "team": "Platform"})


def test_nothing_chosen_starts_nothing(lin: User, listed: Import):
    imports.choose_all(listed, listed.items.all(), chosen=False)
    with pytest.raises(Refused, match="Choose at least one"):
        imports.connect_chosen(lin, listed, make_team())
    assert listed.state == ImportState.CHOOSING


def test_a_choice_that_was_acted_on_is_not_changed_any_more(lin: User, listed: Import):
    imports.connect_chosen(lin, listed, make_team())
    imports.choose_all(listed, listed.items.all(), chosen=False)
    imports.choose(listed, [one.pk for one in listed.items.all()], [])
    assert listed.items.filter(chosen=True).count() == 2
    imports.connect_chosen(lin, listed, make_team("Other"))
    assert Event.objects.filter(kind="import.started").count() == 1


def test_another_imports_rows_are_not_chosen_along(lin: User, listed: Import, host: Any, kind: str):
    other = imports.request_import(lin, host.url, kind)
    imports.work(other.pk)
    other.refresh_from_db()
    imports.choose(listed, [one.pk for one in other.items.all()], [])
    assert other.items.filter(chosen=True).count() == 2
