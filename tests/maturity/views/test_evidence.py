"""Evidence leads to the very line of the commit that was scanned."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_finding, make_scanned, sha
from tests.pages import Page, get

COMMIT = sha("scanned")
AT = {"path": "live/prod (eu)/main.tf", "line": 12, "snippet": 'backend "s3" {'}


def show(client: Client, host: str, web_url: str) -> Page:
    repository = make_scanned("acme/network", 2, host=host, web_url=web_url, commit=COMMIT)
    assert repository.current is not None
    make_finding(repository.current, evidence=[AT])
    return get(client, "/repos/acme/network/")


@pytest.mark.parametrize(
    ("host", "web_url", "middle"),
    [
        ("github", "https://github.com/acme/network", "blob"),
        ("gitlab", "https://gitlab.com/acme/network", "-/blob"),
    ],
)
def test_a_known_host_gets_a_permalink(client: Client, host: str, web_url: str, middle: str) -> None:
    link = show(client, host, web_url).links["live/prod (eu)/main.tf:12"]
    assert link == f"{web_url}/{middle}/{COMMIT}/live/prod%20%28eu%29/main.tf#L12"


def test_a_local_repository_gets_plain_text(client: Client) -> None:
    page = show(client, "local", "")
    assert 'live/prod (eu)/main.tf:12 backend "s3" {' in page.text
    assert "live/prod (eu)/main.tf:12" not in page.links


def test_a_whole_file_is_shown_without_a_line(client: Client) -> None:
    repository = make_scanned("acme/network", 2)
    assert repository.current is not None
    make_finding(repository.current, evidence=[{"path": "live/terraform.tfstate", "line": 0}])
    text = get(client, "/repos/acme/network/").text
    assert "live/terraform.tfstate" in text
    assert "live/terraform.tfstate:" not in text


def test_more_than_three_places_are_folded_away(client: Client) -> None:
    repository = make_scanned("acme/network", 2)
    assert repository.current is not None
    make_finding(repository.current, evidence=[{"path": f"{n}.tf", "line": n} for n in range(1, 9)])
    text = get(client, "/repos/acme/network/").text
    assert "3.tf:3 5 more places 4.tf:4" in text
