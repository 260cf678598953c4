"""The pages of applications: what a person adds, changes and takes away, and what cannot be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Event, Repository, Role, Team
from maturity.words.events import said
from releases.models import Application, Service
from tests.factories import make_connection, make_member, make_repository, make_stack, make_team
from tests.pages import get, signed_in
from tests.releases.factories import make_application, make_deployment, make_release, make_target

pytestmark = pytest.mark.django_db
NEW = "/releases/applications/new/"


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def given(**fields: str) -> dict[str, str]:
    return {"name": "AI shell", "team": "platform", "repository": "acme/shell", **fields}


@pytest.fixture
def platform(db: None) -> Team:
    return make_team("Platform")


@pytest.fixture
def shell(platform: Team) -> Repository:
    return make_repository("acme/shell", team=platform)


def test_a_new_application_takes_the_stacks_that_say_where_they_belong(client: Client, shell: Repository):
    for directory, environment in (("live/a", "staging"), ("live/b", "production"), ("live/c", "qa")):
        make_stack(shell, directory, environment=environment)
    make_stack(shell, "other/d", environment="prod")
    answer = client.post(NEW, given(path="/live/", on_call="+49 1", session_p95="900", long_lived="yes"))
    assert answer.headers["Location"] == "/releases/applications/ai-shell/"
    found = Application.objects.get()
    assert (found.path, found.session_p95, found.long_lived) == ("live", 900, True)
    assert sorted(found.targets.values_list("stack__directory", "environment")) == [
        ("live/a", "stage"), ("live/b", "prod"),
    ]  # fmt: skip
    assert kinds() == ["application.added"]
    assert "Next, CI tells which version came to Stage" in get(client, answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 101}, "At most 100 characters."),
        ({"team": "nobody"}, "Choose a team"),
        ({"repository": "acme/none"}, "No repository you may see is called acme/none."),
        ({"path": "../../etc"}, "looks like services/shop"),
        ({"tags": "v* w*"}, "no blanks"),
        ({"session_p95": "-1"}, "Enter a number of seconds"),
        ({"session_p95": "soon"}, "Enter a number of seconds"),
        ({"runbook": "javascript:alert(1)"}, "begins with https://"),
        ({"dashboard": "https://"}, "begins with https://"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(
    client: Client, shell: Repository, wrong: dict[str, str], says: str
):
    answer = client.post(NEW, given(**wrong))
    assert (answer.status_code, Application.objects.count()) == (422, 0)
    assert says in answer.content.decode()


def test_a_name_that_is_taken_is_refused(client: Client, shell: Repository):
    client.post(NEW, given())
    answer = client.post(NEW, given())
    assert answer.status_code == 422
    assert "There is an application called AI shell already." in answer.content.decode()


@pytest.mark.parametrize("name", ["new", "templates", "应用"])
def test_no_application_goes_by_an_address_that_is_a_page(client: Client, shell: Repository, name: str):
    client.post(NEW, given(name=name))
    slug = Application.objects.get().slug
    assert slug in ("new-2", "templates-2", "application")
    assert get(client, f"/releases/applications/{slug}/").status == 200


def test_a_change_is_told_with_what_it_was_and_is(client: Client, shell: Repository):
    client.post(NEW, given())
    address = "/releases/applications/ai-shell/"
    client.post(address, given(name="AI shell", tags="v*"))
    client.post(address, given(name="AI shell", tags="v*"))
    event = Event.objects.get(kind="application.changed")
    assert event.data["changed"] == {"tags": ["", "v*"]}
    assert str(said(event).word) == "Application AI shell changed by lin"


def test_a_repository_that_is_forgotten_leaves_the_application_standing(client: Client, shell: Repository):
    client.post(NEW, given())
    shell.delete()
    page = get(client, "/releases/applications/ai-shell/")
    assert (page.status, Application.objects.get().repository) == (200, None)
    assert client.post("/releases/applications/ai-shell/", given(repository="")).status_code == 302
    assert "no repository" in get(client, "/releases/applications/").text


def test_a_member_who_does_not_lead_reads_what_it_is_without_a_form(platform: Team, shell: Repository):
    application = make_application("shop", team=platform, on_call="+49 30", runbook="https://wiki/shop")
    make_target(application, make_stack(shell, "live/a"))
    Service.objects.create(application=application, environment="prod", cluster="c", name="shop-svc")
    client = signed_in(make_member("vic", platform, Role.ENGINEER))
    page = get(client, "/releases/applications/shop/")
    assert all(text in page.text for text in ("+49 30", "https://wiki/shop", "live/a", "shop-svc"))
    assert "<form" not in page.html.partition("<main")[2].partition("</main>")[0]


def test_the_list_finds_by_name_repository_and_team(client: Client, shell: Repository):
    make_application("shop", team=shell.team, repository=shell)
    make_application("other")
    assert "other" not in get(client, "/releases/applications/?q=shell+plat").text
    assert "No application matches “none”" in get(client, "/releases/applications/?q=none").text


# Its stacks


def test_stacks_are_given_to_stage_and_prod_and_taken_back(client: Client, shell: Repository):
    application = make_application("shop", team=shell.team, repository=shell)
    one, two = make_stack(shell, "live/a"), make_stack(shell, "live/b")
    address = "/releases/applications/shop/targets/"
    client.post(address, {f"stack-{one.pk}": "stage", f"stack-{two.pk}": "prod", "stack-99999": "prod"})
    client.post(address, {f"stack-{one.pk}": "", f"stack-{two.pk}": "nowhere"})
    assert application.targets.count() == 0
    assert kinds() == ["application.targets_set"] * 2


def test_the_stacks_of_another_repository_can_be_chosen(client: Client, shell: Repository):
    make_application("shop", team=shell.team, repository=shell)
    make_stack(make_repository("acme/infra"), "live/network")
    assert "live/network" in get(client, "/releases/applications/shop/?stacks_of=acme/infra").text
    page = get(client, "/releases/applications/shop/?stacks_of=acme/none")
    assert "No repository you may see is called acme/none." in page.text


# Its services


def service(**fields: str) -> dict[str, str]:
    return {"environment": "prod", "prod-cluster": "main", "prod-name": "shop", **fields}


def test_a_service_is_set_changed_and_removed(client: Client):
    way = make_connection(name="acme prod")
    application = make_application("shop")
    address = "/releases/applications/shop/service/"
    client.post(address, service(**{"prod-connection": str(way.pk), "prod-acts": "on"}))
    Service.objects.update(live={"a": 1}, read_at=timezone.now())
    client.post(address, service(**{"prod-connection": str(way.pk), "prod-acts": "on"}))
    assert application.services.get().live == {"a": 1}
    client.post(address, service(**{"prod-name": "shop-two"}))
    found = application.services.get()
    assert (found.name, found.acts, found.connection, found.live) == ("shop-two", False, None, None)
    client.post(address, {"environment": "prod", "do": "remove"})
    client.post(address, {"environment": "prod", "do": "remove"})
    assert kinds() == ["application.service_set"] * 2 + ["application.service_removed"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"environment": "qa"}, "An environment is stage or prod."),
        ({"prod-cluster": ""}, "Enter the name of the ECS cluster."),
        ({"prod-region": "Frankfurt"}, "A region looks like eu-west-1."),
        ({"prod-acts": "on"}, "Choose a connection: Rungs answers its hooks with that role."),
        ({"prod-connection": "999"}, "Choose a connection of your teams."),
    ],
)
def test_a_service_that_cannot_be_is_refused(client: Client, wrong: dict[str, str], says: str):
    make_application("shop")
    answer = client.post("/releases/applications/shop/service/", service(**wrong))
    assert (answer.status_code, Service.objects.count()) == (422, 0)
    assert says in answer.content.decode()


# What it may destroy


def exemption(**fields: Any) -> dict[str, Any]:
    until = (timezone.now() + timedelta(days=30)).date().isoformat()
    return {"address": "aws_db_instance.old", "reason": "replaced", "until": until, **fields}


def test_an_exemption_has_a_reason_and_an_end_and_can_be_taken_away(client: Client):
    application = make_application("shop")
    address = "/releases/applications/shop/exemptions/"
    client.post(address, exemption())
    found = application.exemptions.get()
    assert (found.by, found.reason) == ("lin", "replaced")
    assert "aws_db_instance.old" in str(said(Event.objects.get()).word)
    client.post(address, {"exemption": str(found.pk)})
    assert kinds() == ["application.exempted", "application.unexempted"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"address": "*"}, "exempt every resource"),
        ({"reason": ""}, "Say why"),
        ({"until": "2020-01-01"}, "ends today or within a year"),
        ({"until": "9999-12-31"}, "ends today or within a year"),
        ({"until": "soon"}, "Enter the last day"),
    ],
)
def test_an_exemption_that_cannot_be_is_refused(client: Client, wrong: dict[str, str], says: str):
    application = make_application("shop")
    answer = client.post("/releases/applications/shop/exemptions/", exemption(**wrong))
    assert (answer.status_code, application.exemptions.count()) == (422, 0)
    assert says in answer.content.decode()


def test_an_exemption_of_another_application_is_not_found(client: Client):
    make_application("shop")
    other = make_application("other")
    client.post("/releases/applications/other/exemptions/", exemption())
    named = {"exemption": str(other.exemptions.get().pk)}
    assert client.post("/releases/applications/shop/exemptions/", named).status_code == 404
    assert other.exemptions.count() == 1


# Taking it away


def test_an_application_without_a_history_is_gone_when_it_is_removed(client: Client):
    make_application("shop")
    assert client.post("/releases/applications/shop/remove/").status_code == 302
    assert not Application.objects.exists()


def test_one_with_a_history_keeps_it_and_frees_its_name(client: Client, shell: Repository):
    application = make_application("AI shell", team=shell.team)
    make_deployment(application)
    client.post("/releases/applications/ai-shell/remove/")
    application.refresh_from_db()
    assert (application.archived, application.deployments.count()) == (True, 1)
    assert get(client, "/releases/applications/ai-shell/").status == 404
    assert client.post(NEW, given()).status_code == 302


def test_one_whose_release_is_on_its_way_stays(client: Client):
    make_release(make_application("shop"), state="rolling")
    answer = client.post("/releases/applications/shop/remove/")
    assert "2.14.0 is on its way" in answer.content.decode()
    assert Application.objects.get().archived is False
