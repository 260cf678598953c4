"""The front page."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import User
from tests.factories import (
    days_ago,
    make_assessment,
    make_episode,
    make_event,
    make_repository,
    make_scanned,
    make_stack,
    sha,
)
from tests.pages import fragment, get
from tests.plan_rows import item


def test_without_repositories_it_says_what_to_do(client: Client) -> None:
    page = get(client, "/")
    assert "No repository yet" in page.text
    assert page.links["Connect repository"] == "/repos/connect/"


def test_each_headline_number_links_to_the_list_that_produced_it(client: Client) -> None:
    make_scanned("acme/low", 1)
    make_scanned("acme/lost", 3, previous_level=4)
    make_scanned("acme/broken", 4, scan_error="no answer")
    make_scanned("acme/old", 5, last_scanned_at=days_ago(9))
    page = get(client, "/")
    assert page.links["4 repositories"] == "/repos/"
    assert page.links["1 below L3"] == "/repos/?below=3"
    assert page.links["1 lost a level"] == "/repos/?state=dropped"
    assert page.links["1 scans failed"] == "/repos/?state=failed"
    assert page.links["1 out of date"] == "/repos/?state=stale"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("below L3", "acme/low"),
        ("lost a level", "acme/lost"),
        ("scans failed", "acme/broken"),
        ("out of date", "acme/old"),
    ],
)
def test_the_list_behind_a_number_has_as_many_rows(client: Client, number: str, name: str) -> None:
    make_scanned("acme/low", 1)
    make_scanned("acme/lost", 3, previous_level=4)
    make_scanned("acme/broken", 4, scan_error="no answer")
    make_scanned("acme/old", 5, last_scanned_at=days_ago(9))
    address = get(client, "/").links[f"1 {number}"]
    rows = [text for text in get(client, address).links if text.startswith("acme/")]
    assert rows == [name]


def test_a_level_that_fell_is_told_with_the_commit_and_what_no_longer_holds(client: Client) -> None:
    repository = make_scanned("acme/network", 3, previous_level=4)
    lost = {
        "from": 4,
        "to": 3,
        "commit": sha("x"),
        "author": "Priya",
        "subject": "drop policy",
        "criteria": ["gone"],
    }
    make_event(repository, "level.changed", data=lost)
    page = get(client, "/")
    assert f"Lost by {sha('x')[:7]}: drop policy (Priya)" in page.text
    assert "No longer holds: gone" in page.text
    assert page.links[sha("x")[:7]] == f"https://github.com/acme/network/commit/{sha('x')}"


def test_a_change_of_the_criteria_is_no_change_of_a_repository(client: Client) -> None:
    repository = make_scanned("acme/network", 3)
    make_event(
        repository, "criteria_set.changed", data={"from": "a", "to": "b", "level_before": 4, "level_after": 3}
    )
    assert "No level changed in 90 days" in get(client, "/").text


def test_the_distribution_compares_with_stored_assessments_of_90_days_ago(client: Client) -> None:
    for name, then, now in (("acme/a", 2, 3), ("acme/b", 3, 3), ("acme/c", 1, 1)):
        make_assessment(make_scanned(name, now), then, at=days_ago(120))
    page = get(client, "/")
    assert "2 / 3 at L3 or above" in page.text
    assert "1 more than 90 days ago" in page.text
    assert page.links["L3 2"] == "/repos/?level=3"


def test_fewer_good_repositories_than_before_are_told_as_fewer(client: Client) -> None:
    make_assessment(make_scanned("acme/a", 2), 3, at=days_ago(120))
    assert "1 fewer than 90 days ago" in get(client, "/").text


def test_nothing_is_compared_when_nothing_was_known_then(client: Client) -> None:
    make_scanned("acme/a", 3)
    assert "nothing to compare with yet" in get(client, "/").text


def test_the_table_puts_a_lost_level_first_and_then_the_lowest(client: Client) -> None:
    make_scanned("acme/high", 5)
    make_scanned("acme/low", 0)
    make_scanned("acme/lost", 4, previous_level=5)
    rows = [text for text in get(client, "/").links if text.startswith("acme/")]
    assert rows == ["acme/lost", "acme/low", "acme/high"]


def test_a_row_says_what_blocks_the_next_level_and_what_may_be_possible(client: Client) -> None:
    make_scanned("acme/a", 2, possible_level=3, blocker="no workflow runs terraform plan", blockers=3)
    text = get(client, "/").text
    assert "L2 possible 3" in text
    assert "No workflow runs terraform plan +2 more" in text


def test_further_rows_come_without_the_page_around_them(client: Client) -> None:
    for number in range(51):
        make_scanned(f"acme/{number:02}", 2)
    more = get(client, "/").links["Show more"]
    rows = fragment(client, more, "more")
    assert more == "/repos/?page=2"
    assert list(rows.links) == ["acme/50"]
    assert "Overview" not in rows.html


def test_a_forgotten_or_archived_repository_is_not_counted(client: Client) -> None:
    make_repository("acme/archived", archived=True)
    assert "No repository yet" in get(client, "/").text


def test_it_asks_strangers_to_sign_in(outsider: Client, lin: User) -> None:
    assert outsider.get("/").headers["Location"] == "/accounts/login/?next=/"


def test_what_drifts_now_comes_new_first_and_then_oldest(client: Client) -> None:
    network = make_scanned("acme/network")
    for days in (3, 13, 0):
        stack = make_stack(network, f"live/{days}", checked_at=days_ago(0), drift_since=days_ago(days))
        items = [item(f"aws_vpc.of_{days}", "cidr")]
        make_episode(stack, items=items, first_seen_at=days_ago(days), resources=1)
    page = get(client, "/")
    places = [page.text.index(f"aws_vpc.of_{days}") for days in (0, 13, 3)]
    assert places == sorted(places)
    assert "1 attribute changed on aws_vpc.of_13 1 resource, 13 d acme/network live/13 prod" in page.text
    assert page.links["1 attribute changed on aws_vpc.of_0"].startswith("/drift/")


def test_stacks_that_could_not_be_checked_are_named(client: Client) -> None:
    network = make_scanned("acme/network")
    failing = make_stack(network, "live/bad", checked_at=days_ago(2), failing_since=days_ago(1))
    make_stack(network, "live/new")
    page = get(client, "/")
    assert "1 of 1 checked stacks match their code." in page.text
    assert "Could not be checked: live/bad . 1 stack was never checked" in page.text.replace("bad.", "bad .")
    assert page.links["live/bad"] == f"/stacks/{failing.pk}/"


def test_without_a_check_nothing_is_said_about_drift(client: Client) -> None:
    make_stack(make_scanned("acme/network"), "live/new")
    assert "Drifted now" not in get(client, "/").text
