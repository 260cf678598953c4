"""The pages of an import: whose, which, and how far. What the host gave is hostile text."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Import, ImportState, Organisation, Role, Team, User
from maturity.models.organisations import ONLY
from tests import factories
from tests.factories import make_import_item as make_item
from tests.factories import make_member, make_repository, make_team
from tests.pages import Page, get, signed_in

BAD = "<script>alert(1)</script>"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The imports workers were told about."""
    sent: list[int] = []
    monkeypatch.setattr("maturity.tasks.import_repositories.delay", sent.append)
    monkeypatch.setattr("maturity.adapters.address.addresses_of", lambda host, port: ["93.184.216.34"])
    return sent


def make_import(by: User, state: str = ImportState.CHOOSING, names: tuple[str, ...] = ("a", "b")) -> Import:
    found = factories.make_import(by, state)
    for name in names:
        make_item(found, name)
    return found


def lead(team: Team, name: str = "kim") -> Client:
    return signed_in(make_member(name, team, Role.LEAD))


def test_an_address_starts_a_list_and_leads_to_its_page(client: Client, told: list[int]) -> None:
    response = client.post("/repos/import/", {"url": "github.com/acme"})
    found = Import.objects.get()
    assert response.headers["Location"] == f"/repos/import/{found.pk}/"
    assert told == [found.pk]
    page = get(client, f"/repos/import/{found.pk}/")
    assert "Listing repositories" in page.text
    assert f'hx-get="/repos/import/{found.pk}/progress/"' in page.html


def test_a_refusal_stands_at_the_field_without_the_password(client: Client, told: list[int]) -> None:
    response = client.post("/repos/import/", {"url": "https://lin:hunter2@github.com/acme"})
    page = Page(response)
    assert response.status_code == 422
    assert "Leave the user and the password out" in page.text
    assert "hunter2" not in page.html
    assert told == []


def test_the_page_says_what_is_asked_and_gives_the_manifest(client: Client, db: None) -> None:
    page = get(client, "/repos/import/")
    assert "Clone the repository for its scan, and tell when commits were made." in page.text
    assert "&quot;default_permissions&quot;" in page.html
    assert "https://github.com/settings/apps/new?name=Rungs" in page.links["Open GitHub's form, filled in"]
    assert "/hooks/all/github/" in page.text


def test_the_secret_of_whole_hosts_is_for_administrators(client: Client, lin: User) -> None:
    assert "whsec_" in get(client, "/repos/import/").html
    kim = lead(make_team())
    assert "whsec_" not in get(kim, "/repos/import/").html
    assert kim.post("/repos/import/hooks/rotate/").status_code == 403
    assert client.post("/repos/import/hooks/rotate/").status_code == 302
    assert Organisation.objects.get().hook_version == 2


def test_what_was_found_can_be_chosen(client: Client, lin: User) -> None:
    found = make_import(lin)
    make_item(found, "old", archived=True, chosen=False)
    page = get(client, f"/repos/import/{found.pk}/")
    assert "2 of 3 chosen" in page.text
    assert "acme/old archived" in page.text
    first = found.items.earliest("pk")
    shown = [one.pk for one in found.items.all()]
    client.post(f"/repos/import/{found.pk}/choose/", {"shown": shown, "item": [first.pk], "do": "keep"})
    assert list(found.items.filter(chosen=True)) == [first]


def test_all_that_fit_a_filter_are_chosen_at_once(client: Client, lin: User) -> None:
    found = make_import(lin, names=())
    for number in range(450):
        make_item(found, f"r{number}", chosen=False, topics=["net"] if number % 2 else [])
    page = get(client, f"/repos/import/{found.pk}/?topic=net")
    assert "Choose all 225" in page.text
    assert page.html.count('name="item"') == 200
    response = client.post(f"/repos/import/{found.pk}/choose/", {"topic": "net", "q": "r", "do": "all"})
    assert response.headers["Location"] == f"/repos/import/{found.pk}/?q=r&topic=net"
    assert found.items.filter(chosen=True).count() == 225
    client.post(f"/repos/import/{found.pk}/choose/", {"topic": "net", "do": "none"})
    assert found.items.filter(chosen=True).count() == 0


def test_what_is_connected_is_shown_as_such(client: Client, lin: User) -> None:
    found = make_import(lin)
    make_repository("network", url="https://github.com/acme/a.git")
    page = get(client, f"/repos/import/{found.pk}/")
    assert page.links["acme/a"] == "/repos/network/"
    assert page.html.count('name="item"') == 1


def test_what_another_team_hides_is_not_named(lin: User) -> None:
    Organisation.objects.create(pk=ONLY, open_read=False)
    kim = lead(make_team())
    found = make_import(User.objects.get(username="kim"))
    make_repository("secret/name", url="https://github.com/acme/a")
    page = get(kim, f"/repos/import/{found.pk}/")
    assert "acme/a connected already" in page.text
    assert "secret/name" not in page.html


def test_connecting_takes_a_team_and_tells_the_workers(client: Client, lin: User, told: list[int]) -> None:
    found, team = make_import(lin), make_team()
    shown = [one.pk for one in found.items.all()]
    given = {"shown": shown, "item": shown, "do": "connect", "team": team.pk}
    response = client.post(f"/repos/import/{found.pk}/choose/", given)
    found.refresh_from_db()
    assert (response.status_code, found.state, found.team, told) == (302, "connecting", team, [found.pk])
    assert "0 of 2 connected" in get(client, f"/repos/import/{found.pk}/").text


def test_a_lead_chooses_a_team_of_their_own(lin: User, told: list[int]) -> None:
    kim, other = lead(make_team()), make_team("Payments")
    found = make_import(User.objects.get(username="kim"))
    shown = [one.pk for one in found.items.all()]
    for team in ("", other.pk):
        given = {"shown": shown, "item": shown, "do": "connect", "team": team}
        response = kim.post(f"/repos/import/{found.pk}/choose/", given)
        assert response.status_code == 422
        assert "team" in Page(response).text
    assert told == []


def test_progress_is_told_until_it_is_over(client: Client, lin: User) -> None:
    found = make_import(lin, ImportState.CONNECTING)
    found.items.filter(name="acme/a").update(done_at=timezone.now())
    found.items.filter(name="acme/b").update(error="There is no repository there.")
    address = f"/repos/import/{found.pk}/progress/"
    page = get(client, address, **{"HX-Request": "true"})
    assert "1 of 2 connected · 1 failed" in page.text
    assert "There is no repository there." in page.text
    Import.objects.update(state=ImportState.FINISHED)
    over = client.get(address, headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"
    assert client.get(address).headers["Location"] == f"/repos/import/{found.pk}/"


def test_a_host_that_does_not_answer_is_asked_again_and_the_page_says_so(client: Client, lin: User) -> None:
    found = make_import(lin, ImportState.LISTING, names=())
    Import.objects.update(error="github.com does not answer.")
    assert "github.com does not answer. It is tried again." in get(client, f"/repos/import/{found.pk}/").text


def test_what_failed_is_tried_again(client: Client, lin: User, told: list[int]) -> None:
    found = make_import(lin, ImportState.FINISHED)
    Import.objects.update(by_rule=True)
    found.items.update(error="It did not answer.")
    page = get(client, f"/repos/import/{found.pk}/")
    assert "2 could not be connected." in page.text
    client.post(f"/repos/import/{found.pk}/retry/")
    found.refresh_from_db()
    assert (found.state, told) == (ImportState.CONNECTING, [found.pk])
    assert found.items.exclude(error="").count() == 0


def test_a_list_that_failed_says_why_and_begins_anew(client: Client, lin: User) -> None:
    found = make_import(lin, ImportState.ERRORED, names=())
    Import.objects.update(error="github.com shows strangers no acme, and no login is set for it.")
    page = get(client, f"/repos/import/{found.pk}/")
    assert "shows strangers no acme" in page.text
    assert page.links["Start again"].startswith("/repos/import/?url=https")
    assert 'value="https://github.com/acme"' in get(client, page.links["Start again"]).html


def test_an_import_is_nobody_elses_but_the_administrators(client: Client, lin: User) -> None:
    team = make_team()
    lead(team)
    found = make_import(User.objects.get(username="kim"))
    other = lead(team, "sam")
    for path in ("", "progress/"):
        assert other.get(f"/repos/import/{found.pk}/{path}").status_code == 404
    for path in ("choose/", "retry/"):
        assert other.post(f"/repos/import/{found.pk}/{path}", {"do": "connect"}).status_code == 404
    assert "acme" not in get(other, "/repos/import/").html.replace('github.com/acme" aria', "")
    assert client.get(f"/repos/import/{found.pk}/").status_code == 200


def test_who_leads_no_team_imports_nothing(lin: User, told: list[int]) -> None:
    team = make_team()
    kim = lead(team)
    found = make_import(User.objects.get(username="kim"))
    team.memberships.all().delete()
    assert kim.get("/repos/import/").status_code == 403
    assert kim.post("/repos/import/", {"url": "github.com/acme"}).status_code == 403
    assert kim.post(f"/repos/import/{found.pk}/choose/", {"do": "connect"}).status_code == 403
    assert told == []


def test_what_a_host_made_up_is_shown_as_text(client: Client, lin: User) -> None:
    found = make_import(lin, names=())
    make_item(found, BAD, topics=[BAD, '"><img src=x onerror=alert(1)>'], error=BAD)
    for state in ImportState.values:
        Import.objects.update(state=state, error=BAD, address=f"https://github.com/{BAD}")
        page = get(client, f"/repos/import/{found.pk}/?q={BAD}&topic={BAD}")
        assert BAD not in page.html
        assert "<img src=x" not in page.html


@pytest.mark.parametrize("query", ["page=0", "page=99999", "page=x", "topic=" + "x" * 999, "q=" + "%00"])
def test_a_filter_that_makes_no_sense_filters_nothing(client: Client, lin: User, query: str) -> None:
    found = make_import(lin)
    assert client.get(f"/repos/import/{found.pk}/?{query}").status_code == 200


def test_numbers_that_are_none_choose_nothing(client: Client, lin: User) -> None:
    found = make_import(lin)
    given = {"shown": ["x", "-1", "9" * 40, "1e3"], "item": ["x"], "do": "keep", "page": "x"}
    assert client.post(f"/repos/import/{found.pk}/choose/", given).status_code == 302
    assert found.items.filter(chosen=True).count() == 2
