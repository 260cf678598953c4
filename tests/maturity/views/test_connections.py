"""Connections to AWS: added, changed, tested against moto, removed; and the policies to copy."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from maturity.models import Connection, Event, User
from tests.cloud import ROLE, Cloud, cloud, moto
from tests.factories import make_connection, make_repository, make_stack
from tests.pages import Page, get

__all__ = ["cloud", "moto"]
TYPED = {"name": "acme prod", "role_arn": ROLE, "region": "eu-west-1", "endpoint": "", "ci_roles": ""}


def post(client: Client, address: str = "/connections/new/", **typed: str) -> Any:
    return client.post(address, {**TYPED, **typed})


def shown(page: Page, name: str) -> Any:
    """The JSON in one of the boxes to copy from."""
    found = re.search(rf'<pre id="{name}"[^>]*>(.*?)</pre>', page.html, re.S)
    assert found
    return json.loads(html.unescape(found[1]))


def test_without_a_connection_the_page_says_what_one_would_show(client: Client) -> None:
    assert "No connection yet" in get(client, "/connections/").text


def test_a_connection_is_added_with_an_external_id_of_its_own(client: Client, lin: User) -> None:
    response = post(client, ci_roles="tf-deploy-*, gha-*\ntf-deploy-*")
    row = Connection.objects.get()
    assert response.headers["Location"] == f"/connections/{row.pk}/"
    assert len(row.external_id) == 32
    assert row.ci_roles == ["tf-deploy-*", "gha-*"]
    told = Event.objects.get()
    assert (told.kind, told.actor, told.data["role_arn"]) == ("connection.added", lin, ROLE)


def test_changing_it_keeps_the_external_id(client: Client) -> None:
    row = make_connection(external_id="x" * 32)
    post(client, f"/connections/{row.pk}/", name="acme stage", cloudtrail="on")
    row.refresh_from_db()
    assert (row.name, row.cloudtrail, row.external_id) == ("acme stage", True, "x" * 32)
    assert Event.objects.get().kind == "connection.changed"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Enter a name"),
        ("role_arn", "rungs-read", "A role looks like"),
        ("role_arn", "arn:aws:iam::1:role/x", "A role looks like"),
        ("region", "Ireland", "A region looks like"),
        ("endpoint", "http://s3.example", "Only https://"),
        ("endpoint", "https://127.0.0.1", "is a private address"),
        ("endpoint", "https://169.254.169.254/latest", "is a private address"),
        ("endpoint", "file:///etc/passwd", "not the address of a service"),
        ("ci_roles", "x" * 201, "At most 20 names"),
    ],
)
def test_what_cannot_be_is_said_at_once_and_not_saved(
    client: Client, field: str, value: str, said: str
) -> None:
    response = post(client, **{field: value})
    assert response.status_code == 422
    assert said in Page(response).text
    assert not Connection.objects.exists()


def test_a_name_is_given_once(client: Client) -> None:
    make_connection(name="acme prod")
    assert "There is a connection called acme prod already." in Page(post(client)).text


def test_the_policy_names_the_stacks_of_the_connection_only(client: Client) -> None:
    row = make_connection()
    make_stack(make_repository(), connection=row, state_place="s3://acme/net", workspace="stage")
    make_stack(make_repository("acme/other"), state_place="s3://acme/other")
    page = get(client, f"/connections/{row.pk}/")
    text = json.dumps(shown(page, "policy"))
    assert "arn:aws:s3:::acme/env:/stage/net.tflock" in text
    assert "other" not in text
    assert "cloudtrail" not in text


def test_a_connection_without_stacks_shows_the_policy_it_would_need(client: Client) -> None:
    row = make_connection(cloudtrail=True, external_id="e-1")
    make_stack(make_repository(), state_place="s3://acme/net")
    page = get(client, f"/connections/{row.pk}/")
    assert "arn:aws:s3:::acme/net" in json.dumps(shown(page, "policy"))
    assert "cloudtrail:LookupEvents" in json.dumps(shown(page, "policy"))
    assert shown(page, "trust")["Statement"][0]["Condition"] == {"StringEquals": {"sts:ExternalId": "e-1"}}


def test_the_test_shows_the_account(client: Client, cloud: Cloud) -> None:
    row = cloud.connection()
    row.save()
    response = client.post(f"/connections/{row.pk}/check/", headers={"HX-Request": "true"})
    assert "account 123456789012, arn:aws:sts::123456789012:assumed-role/rungs-read/" in Page(response).text
    row.refresh_from_db()
    assert (row.account, row.error) == ("123456789012", "")
    assert "tested just now" in get(client, "/connections/").text


def test_a_failing_test_shows_the_providers_own_words(
    client: Client, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    row = cloud.connection(external_id="an id of its own")
    row.save()
    response = client.post(f"/connections/{row.pk}/check/", headers={"HX-Request": "true"})
    assert "this worker has no AWS identity of its own" in Page(response).text
    assert "no AWS identity" in get(client, "/connections/").text


def test_a_test_without_scripts_comes_back_to_the_page(client: Client, cloud: Cloud) -> None:
    row = cloud.connection()
    row.save()
    assert client.post(f"/connections/{row.pk}/check/").headers["Location"] == f"/connections/{row.pk}/"


def test_removing_it_keeps_its_stacks(client: Client) -> None:
    row = make_connection()
    stack = make_stack(make_repository(), connection=row)
    client.post(f"/connections/{row.pk}/remove/")
    stack.refresh_from_db()
    assert stack.connection is None
    assert Event.objects.get().kind == "connection.removed"


def test_hostile_names_are_shown_as_text(client: Client) -> None:
    row = make_connection(name="<script>alert(1)</script>", error="<img src=x onerror=alert(1)>")
    for address in ("/connections/", f"/connections/{row.pk}/"):
        page = get(client, address)
        assert "<script>alert" not in page.html
        assert "<img src=x" not in page.html


def test_each_part_of_the_policy_says_why_and_what_goes_unanswered_without_it(client: Client) -> None:
    row = make_connection()
    make_stack(make_repository(), connection=row, state_place="s3://acme/net")
    page = get(client, f"/connections/{row.pk}/")
    used, _, unused = page.html.partition('id="parts-unused"')
    assert "Whether a lock file is there" in used.partition('id="parts"')[2]
    assert "ecs:ContinueServiceDeployment" in unused
    assert "Without it: A deployment that pauses waits until its own time is over." in page.text
