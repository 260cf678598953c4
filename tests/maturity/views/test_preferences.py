"""The theme a person chose."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.pages import get


def test_a_chosen_theme_is_kept_and_shown(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": "/criteria/?a=1"})
    assert response.headers["Location"] == "/criteria/?a=1"
    assert '<html lang="en" data-theme="dark"' in get(client, "/criteria/").html


def test_auto_leaves_it_to_the_machine(client: Client) -> None:
    client.post("/theme/", {"theme": "auto"})
    assert "data-theme=" not in get(client, "/criteria/").html


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_it_never_leads_to_another_site(client: Client, address: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": address}).headers["Location"] == "/"


def test_other_values_are_refused(client: Client) -> None:
    response = client.post("/theme/", {"theme": 'x" onload="'})
    assert response.status_code == 400
    assert "theme" not in response.cookies


def test_a_made_up_cookie_is_not_shown(client: Client) -> None:
    client.cookies["theme"] = "x>"
    assert "data-theme=" not in get(client, "/criteria/").html
