"""Asking for a scan, and watching it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from maturity.models import Repository, Run
from tests.factories import days_ago, make_repository, make_run, make_scanned
from tests.pages import Page, get


@pytest.fixture
def network(db: None) -> Repository:
    return make_repository("acme/network")


def ask(client: Client, run: Run, query: str = "") -> Any:
    headers = {"HX-Request": "true", "HX-Target": "scan"}
    return client.get(f"/repos/{run.repository.name}/run/{run.pk}/?{query}", headers=headers)


def polled(page: Page) -> tuple[str, int]:
    """The address the page asks next, and after how many seconds."""
    found = re.search(r'hx-get="([^"]+)" hx-trigger="every (\d+)s, resume"', page.html)
    assert found
    return found[1].replace("&amp;", "&"), int(found[2])


def test_asking_for_a_scan_queues_one_and_tells_a_worker(
    client: Client, network: Repository, sent: list[int]
) -> None:
    response = client.post("/repos/acme/network/scan/")
    run = Run.objects.get()
    assert response.headers["Location"] == "/repos/acme/network/"
    assert (run.state, run.requested_by.username if run.requested_by else "") == ("queued", "lin")
    assert sent == [run.pk]


def test_asking_twice_does_not_scan_twice(client: Client, network: Repository, sent: list[int]) -> None:
    client.post("/repos/acme/network/scan/")
    client.post("/repos/acme/network/scan/")
    assert Run.objects.count() == 1


def test_a_scan_is_not_started_by_following_a_link(client: Client, network: Repository) -> None:
    assert client.get("/repos/acme/network/scan/").status_code == 405
    assert not Run.objects.exists()


def test_a_form_from_elsewhere_starts_nothing(network: Repository, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Cookie": client.cookies.output(header="", attrs=[])})
    assert strict.post("/repos/acme/network/scan/").status_code == 403
    assert not Run.objects.exists()


def test_a_queued_scan_says_that_it_waits(client: Client, network: Repository) -> None:
    make_run(network)
    text = get(client, "/repos/acme/network/").text
    assert "Waiting for a worker" in text
    assert "No result yet" in text


def test_a_scan_nobody_takes_says_what_may_be_missing(client: Client, network: Repository) -> None:
    make_run(network, queued_at=days_ago(0.01))
    assert "check that a worker is running" in get(client, "/repos/acme/network/").text


def test_a_running_scan_says_how_far_it_is(client: Client, network: Repository) -> None:
    make_run(network, "running", progress="reading 1,204 of 4,384 files", percent=27)
    page = get(client, "/repos/acme/network/")
    assert "Scanning Reading 1,204 of 4,384 files" in page.text
    assert 'value="27"' in page.html


def test_reloading_the_page_goes_on_watching_the_same_run(client: Client, network: Repository) -> None:
    run = make_run(network, "running")
    for _ in range(2):
        address, seconds = polled(get(client, "/repos/acme/network/"))
        assert address.startswith(f"/repos/acme/network/run/{run.pk}/?")
        assert seconds == 2


def test_it_asks_less_and_less_often_while_nothing_moves(client: Client, network: Repository) -> None:
    run = make_run(network, "running", progress="fetching")
    address, waits = polled(get(client, "/repos/acme/network/"))[0], []
    while (response := ask(client, run, address.partition("?")[2])).status_code == 200:
        address, seconds = polled(Page(response))
        waits.append(seconds)
    assert response.status_code == 204
    assert waits == [3, 4, 6, 9, 13, 15]


def test_it_asks_often_again_when_something_moved(client: Client, network: Repository) -> None:
    run = make_run(network, "running", progress="fetching")
    assert polled(Page(ask(client, run, "every=15&seen=another")))[1] == 2


@pytest.mark.parametrize("query", ["every=x", "every=-5", "every=99999999999", "every=%C2%B2", "seen=%00"])
def test_a_made_up_question_is_answered_all_the_same(client: Client, network: Repository, query: str) -> None:
    assert ask(client, make_run(network, "running"), query).status_code == 200


def test_the_end_brings_the_result_and_stops_the_asking(client: Client) -> None:
    network = make_scanned("acme/network", 3)
    response = ask(client, make_run(network, "finished"))
    page = Page(response)
    assert response.status_code == 286
    assert response.headers["HX-Retarget"] == "#repository"
    assert json.loads(response.headers["HX-Trigger"]) == {"say": {"value": "Scan finished: level 3."}}
    assert "Ladder" in page.text
    assert "data-poll" not in page.html


def test_a_scan_that_failed_says_why_and_offers_another(client: Client) -> None:
    network = make_repository(
        "acme/network", scan_error="there is no such repository", scan_error_at=days_ago(0)
    )
    page = Page(ask(client, make_run(network, "errored", error="there is no such repository")))
    assert "The scan failed There is no such repository" in page.text
    assert page.actions.count("/repos/acme/network/scan/") == 2


def test_the_address_of_the_part_leads_to_the_page_in_a_browser(client: Client, network: Repository) -> None:
    run = make_run(network)
    assert client.get(f"/repos/acme/network/run/{run.pk}/").headers["Location"] == "/repos/acme/network/"


def test_a_run_of_another_repository_is_not_found(client: Client, network: Repository) -> None:
    run = make_run(make_repository("acme/other"))
    assert client.get(f"/repos/acme/network/run/{run.pk}/").status_code == 404
