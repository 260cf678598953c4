"""The page of components."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.pages import get


def test_it_shows_every_state_to_those_who_work_on_the_pages(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    text = get(client, "/states/").text
    for words in (
        "No repository yet",
        "Waiting for a worker",
        "Scanning",
        "The scan failed",
        "Showing results from",
        "Checking Terraform plan",
        "Drifted, and unapplied code",
        "Skipped, the state was locked",
        "forces replacement",
        "failing 0 min",
    ):
        assert words in text


def test_it_is_not_there_in_production(client: Client) -> None:
    assert client.get("/states/").status_code == 404
