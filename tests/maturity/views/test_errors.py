"""Pages for what went wrong."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.pages import get


def test_an_address_without_a_page_leads_back(client: Client) -> None:
    page = get(client, "/nothing/here/")
    assert page.status == 404
    assert "There is nothing at this address" in page.text
    assert page.links["Go to the overview"] == "/"


def test_a_stranger_gets_the_same_page_without_the_navigation(outsider: Client) -> None:
    page = get(outsider, "/nothing/here/")
    assert page.status == 404
    assert page.links["Sign in"] == "/accounts/login/"
    assert "Repositories" not in page.text


def test_an_error_of_ours_has_a_page_that_needs_nothing_else(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("maturity.views._lists.standing", broken)
    client.raise_request_exception = False
    page = get(client, "/")
    assert page.status == 500
    assert "Something broke on our side" in page.text


def test_a_form_that_was_too_old_says_that_nothing_was_saved() -> None:
    assert "Nothing was saved." in render_to_string("403_csrf.html")
