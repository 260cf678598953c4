"""The checklist of a connected repository, and trying its steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Delivery, Repository, Role, Route, User
from tests.factories import (
    make_connection,
    make_member,
    make_membership,
    make_repository,
    make_scanned,
    make_schedule,
    make_stack,
    make_team,
    make_user,
)
from tests.pages import Page, get, signed_in
from tests.servers_hosts import TOKEN, FakeHost, github_pull, owned, serve

PAGE = "/repos/acme/network/setup/"
BAD = "<script>alert(1)</script>"


@pytest.fixture
def repository(db: None) -> Repository:
    return make_repository("acme/network")


@pytest.fixture
def host(bot: None) -> Iterator[FakeHost]:
    with serve("github") as made:
        made.repositories = [owned("github")]
        Repository.objects.update(url=made.url)
        yield made


def step(client: Client, key: str) -> str:
    """What the page says of one step."""
    _, _, after = get(client, PAGE).html.partition(f'<li id="{key}">')
    return after.partition("</li><li id=")[0]


def tried(client: Client, key: str) -> Page:
    return Page(client.post(f"{PAGE}test/", {"step": key}, headers={"HX-Request": "true"}))


def test_a_new_repository_has_open_steps_with_what_they_bring(client: Client, repository: Repository) -> None:
    page = get(client, PAGE)
    assert "0 of 5 done" in page.text
    for words in (
        "Read the code open The first scan is under way",
        "Clone the repository for its scan, and tell when commits were made.",
        "It asks for: No right at all: the host calls Rungs",
        "No login is set for its host: add one under Logins.",
    ):
        assert words in page.text
    assert page.links["Address, secret and events"] == "/repos/acme/network/webhook/"


def test_what_is_set_up_is_done(client: Client) -> None:
    team = make_team()
    repository = make_scanned(
        "acme/network", team=team, team_by="codeowners", pulls_checked_at=timezone.now()
    )
    make_schedule(repository, kind="pulls")
    way = make_connection(checked_at=timezone.now())
    make_stack(repository, state_place="s3://acme/live", connection=way, attempted_at=timezone.now())
    Delivery.objects.create(host="github", delivery_id=f"{repository.pk}:1", at=timezone.now())
    channel = team.channels.create(name="ops", kind="webhook", created_at=timezone.now())
    Route.objects.create(channel=channel)
    page = get(client, PAGE)
    assert "7 of 7 done" in page.text
    assert "It belongs to Platform, as CODEOWNERS says." in page.text


def test_another_teams_channel_tells_nobody_here(client: Client) -> None:
    make_scanned("acme/network", team=make_team())
    other = make_team("Payments")
    channel = other.channels.create(name="ops", kind="webhook", created_at=timezone.now())
    Route.objects.create(channel=channel)
    assert "Its news stay in the inbox." in step(client, "routes")


def test_what_broke_is_said_in_the_providers_words(client: Client) -> None:
    repository = make_scanned("acme/network", scan_error="There is no repository there.", pulls_error=BAD)
    make_schedule(repository, kind="pulls")
    way = make_connection(error="AccessDenied: not authorized to perform sts:AssumeRole")
    make_stack(repository, connection=way)
    page = get(client, PAGE)
    for words in ("There is no repository there.", "AccessDenied: not authorized", "does not work"):
        assert words in page.text
    assert BAD not in page.html


def test_a_host_nobody_knows_needs_no_webhook(client: Client) -> None:
    make_repository("acme/network", host="other", web_url="")
    assert "not needed" in step(client, "webhook")
    assert "not needed" in step(client, "login")


def test_stacks_that_sent_nothing_are_named(client: Client) -> None:
    silent = make_stack(make_scanned("acme/network"), "live/silent")
    assert "1 stack sent no plan yet." in step(client, "pushes")
    assert f'href="/stacks/{silent.pk}/setup/"' in step(client, "pushes")


def test_a_stack_in_the_top_folder_is_named_in_words(client: Client) -> None:
    make_stack(make_scanned("acme/network"), "")
    assert ">top folder<" in step(client, "pushes")


def test_trying_the_scan_asks_git(client: Client, repository: Repository, host: FakeHost) -> None:
    assert "Git answers: main is at aaaaaaa." in tried(client, "scan").text
    Repository.objects.update(url=host.url.replace("network", "gone"))
    assert "There is no repository at" in tried(client, "scan").text


def test_trying_the_login_asks_for_each_right(client: Client, repository: Repository, host: FakeHost) -> None:
    host.pulls = [github_pull(7)]
    text = tried(client, "login").text
    for words in ("Metadata", "Contents", "Pull requests", "Checks and statuses", "Comments"):
        assert words in text
    host.forbidden = "check-runs"
    page = tried(client, "login")
    assert "Checks and statuses: 127.0.0.1 does not let its login read" in page.text
    assert "It says: “Resource not accessible”" in page.text
    assert TOKEN not in page.html


def test_a_login_that_is_refused_is_told(client: Client, repository: Repository, host: FakeHost) -> None:
    host.fail(401)
    assert "refused the login an administrator set for it. It says: “no”" in tried(client, "login").text
    host.fail(503)
    assert tried(client, "login").text.count("HTTP 503") == 1


def test_trying_without_a_login_says_so(
    client: Client, repository: Repository, host: FakeHost, settings: Any
) -> None:
    settings.RUNGS_GIT_CREDENTIALS = ""
    assert "No login is set for 127.0.0.1" in tried(client, "login").text


def test_trying_the_webhook_looks_for_what_came(client: Client, repository: Repository) -> None:
    assert "Nothing with a good signature came yet." in tried(client, "webhook").text
    Delivery.objects.create(host="github", delivery_id=f"{repository.pk}:1", at=timezone.now())
    assert "The last delivery with a good signature came at" in tried(client, "webhook").text


def test_trying_aws_shows_what_it_says(client: Client, repository: Repository, monkeypatch: Any) -> None:
    assert "No stack of it has a role that you may use." in tried(client, "aws").text
    way = make_connection()
    make_stack(repository, connection=way)

    def refused(connection: Any) -> None:
        connection.error = "AccessDenied: not authorized to perform sts:AssumeRole"

    monkeypatch.setattr("maturity.actions.trying.check_connection", refused)
    assert "acme prod: AccessDenied: not authorized" in tried(client, "aws").text


def test_another_teams_role_is_not_tried(lin: User, repository: Repository, monkeypatch: Any) -> None:
    team = make_team()
    client = signed_in(make_member("kim", team, Role.LEAD))
    Repository.objects.update(team=team)
    make_stack(repository, connection=make_connection(team=make_team("Payments")))
    monkeypatch.setattr("maturity.actions.trying.check_connection", pytest.fail)
    assert "No stack of it has a role that you may use." in tried(client, "aws").text


def test_without_scripts_the_page_shows_what_was_said(client: Client, repository: Repository) -> None:
    page = Page(client.post(f"{PAGE}test/", {"step": "webhook"}))
    assert page.status == 200
    assert "Nothing with a good signature came yet." in page.text


@pytest.mark.parametrize("key", ["", "team", "nonsense", "__class__", "x" * 5000])
def test_what_cannot_be_tried_is_not_tried(client: Client, repository: Repository, key: str) -> None:
    assert tried(client, key).status == 200


def test_only_a_lead_sets_up(lin: User, repository: Repository) -> None:
    team, kim, client = make_team(), make_user("kim"), Client()
    Repository.objects.update(team=team)
    membership = make_membership(kim, team, Role.APPROVER)
    client.force_login(kim)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}test/", {"step": "scan"}).status_code == 403
    assert "Set up" not in get(client, "/repos/acme/network/").links
    membership.role = Role.LEAD
    membership.save()
    assert client.get(PAGE).status_code == 200
    assert get(client, "/repos/acme/network/").links["Set up"] == PAGE
