"""The page of one repository: what its stored rows say, and nothing else."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from maturity.models import Assessment, Repository
from tests.factories import (
    days_ago,
    make_assessment,
    make_event,
    make_finding,
    make_scanned,
    make_schedule,
    make_stack,
    sha,
)  # fmt: skip
from tests.pages import Page, get

FIX = {
    "summary": "run a plan on every pull request",
    "path": ".github/workflows/plan.yml",
    "content": "on: pull_request\n",
}


def show(client: Client, repository: Repository) -> Page:
    return get(client, f"/repos/{repository.name}/")


def judged(repository: Repository) -> Assessment:
    assert repository.current is not None
    return repository.current


@pytest.fixture
def network(db: None) -> Repository:
    return make_scanned("acme/network", 2, possible_level=3, commit=sha("now"), default_branch="main")


def test_it_shows_the_level_the_commit_and_the_criteria_set(client: Client, network: Repository) -> None:
    page = show(client, network)
    assert "acme/network L2 possible 3 live infrastructure" in page.text
    assert f"at {sha('now')[:7]}. 0 stacks, criteria c0ffee1" in page.text
    assert page.links[sha("now")[:7]] == f"https://github.com/acme/network/commit/{sha('now')}"


def test_the_next_step_is_a_refusal_of_the_next_rung_with_the_least_work(
    client: Client, network: Repository
) -> None:
    given = judged(network)
    make_finding(given, "plan_on_pull_request", outcome="unknown", fix={**FIX, "summary": "find out"})
    make_finding(given, "apply_on_merge", outcome="not_met", fix=FIX)
    make_finding(given, "self_healing", level=5, outcome="not_met", fix={**FIX, "summary": "heal"})
    text = show(client, network).text
    assert (
        text.index("Do this next needed for L3")
        < text.index("Run a plan on every pull request")
        < text.index("Ladder")
    )


def test_the_fix_opens_as_a_new_file_filled_in(client: Client, network: Repository) -> None:
    make_finding(judged(network), fix=FIX)
    address = urlsplit(show(client, network).links["Open as pull request"])
    assert address.geturl().startswith("https://github.com/acme/network/new/main?")
    assert parse_qs(address.query) == {
        "filename": [".github/workflows/plan.yml"],
        "value": ["on: pull_request\n"],
    }


def test_a_file_that_is_there_already_is_not_opened_as_a_new_one(client: Client, network: Repository) -> None:
    make_finding(judged(network), fix={**FIX, "exists": True})
    assert "Open as pull request" not in show(client, network).links


@pytest.mark.parametrize("host", ["gitlab", "other", "local"])
def test_other_hosts_have_no_such_form_and_offer_to_copy(client: Client, host: str) -> None:
    repository = make_scanned("acme/network", 2, host=host, web_url="https://git.example.org/acme/network")
    make_finding(judged(repository), fix=FIX)
    page = show(client, repository)
    assert "Open as pull request" not in page.links
    assert "Copy" in page.text


def test_reached_rungs_are_said_to_be_reached_and_later_ones_counted(
    client: Client, network: Repository
) -> None:
    given = judged(network)
    make_finding(given, "declarative_iac", level=2, outcome="met")
    make_finding(given, "plan_on_pull_request", level=3, outcome="not_met")
    make_finding(given, "apply_on_merge", level=3, outcome="unknown")
    make_finding(given, "tested", level=4, outcome="met")
    make_finding(given, "policed", level=4, outcome="not_met")
    text = show(client, network).text
    assert "L2 Declarative Code declares what should exist. Reached" in text
    assert "a merge applies it. 1 not met, 1 unknown" in text
    assert "can stop a change. 1 of 2 met" in text


@pytest.mark.parametrize(
    ("outcome", "word"),
    [("met", "Met:"), ("not_met", "Not met:"), ("unknown", "Unknown:"), ("not_applicable", "Does not apply:"),
     ("waived", "Waived:"), ("error", "Could not be judged:")],
)  # fmt: skip
def test_every_outcome_is_said_in_words(client: Client, network: Repository, outcome: str, word: str) -> None:
    make_finding(judged(network), outcome=outcome, message="because of this")
    assert f"{word} Does every pull request run a plan? Because of this" in show(client, network).text


def test_a_waiver_is_shown_with_its_text_and_counted_on_its_rung(client: Client, network: Repository) -> None:
    told = "waived until 2027-01-31 by priya: the provider is being set up"
    make_finding(judged(network), "declarative_iac", level=2, outcome="waived", message=told)
    text = show(client, network).text
    assert "Reached (1 waived)" in text
    assert "Waived until 2027-01-31 by priya" in text


def test_a_no_says_what_was_looked_at(client: Client, network: Repository) -> None:
    make_finding(judged(network), looked_at=["12 workflows parsed", "nearest: plan.yml:3 is by hand only"])
    assert "What was looked at 12 workflows parsed nearest: plan.yml:3" in show(client, network).text


def test_stacks_that_do_not_meet_it_come_first(client: Client, network: Repository) -> None:
    stacks = [
        {"stack": "live/a", "outcome": "met", "message": "has a lock", "evidence": []},
        {
            "stack": "live/b",
            "outcome": "not_met",
            "message": "has no lock",
            "evidence": [{"path": "b.tf", "line": 4}],
        },
    ]
    make_finding(judged(network), stacks=stacks, met=1, of=2)
    text = show(client, network).text
    assert "1 of 2 stacks" in text
    assert text.index("live/b has no lock b.tf:4") < text.index("live/a has a lock")


def test_release_criteria_that_do_not_apply_are_folded_away(client: Client, network: Repository) -> None:
    make_finding(judged(network), "rolls_back", level=0, outcome="not_applicable", message="nothing runs")
    assert "1 question does not apply Does not apply: Does a bad release" in show(client, network).text


def test_release_criteria_stand_beside_the_ladder(client: Client, network: Repository) -> None:
    make_finding(judged(network), "rolls_back", level=0, gate="recommended", outcome="met", message="it does")
    text = show(client, network).text
    assert (
        "Release safety Beside the ladder: it decides no level Met: Does a bad release take itself back?"
        in text
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("module-library", "Other repositories use a module library"),
        ("tool", "This is a tool"),
        ("none", "nothing to rate"),
    ],
)
def test_a_kind_without_a_level_is_explained(client: Client, kind: str, words: str) -> None:
    repository = make_scanned("acme/modules", None, kind=kind)
    make_finding(judged(repository), outcome="not_applicable", message="has no state")
    text = show(client, repository).text
    assert words in text
    assert "Ladder" not in text
    assert "has no state" not in text


def test_stacks_are_listed_with_environment_tool_and_lock(client: Client, network: Repository) -> None:
    make_stack(network, "live/prod", locking=True)
    make_stack(network, "live/dev", environment="dev", tool="opentofu", locking=False)
    make_stack(network, "live/gone", gone_at=days_ago(1))
    make_stack(network, "clusters/eu", name="edge", tool="flux", backend_kind="inherent", locking=None)
    make_stack(network, "", backend_kind="", locking=None, environment="")
    text = show(client, network).text
    assert "live/prod prod never checked terraform · state in s3, locked" in text
    assert "live/dev dev never checked opentofu · state in s3, no lock" in text
    assert "edge prod never checked flux · clusters/eu · state kept by the tool itself" in text
    assert "top folder never checked terraform · state not declared" in text
    assert "live/gone" not in text


def test_a_stack_leads_to_its_page_and_says_how_it_stands(client: Client, network: Repository) -> None:
    stack = make_stack(network, "live/prod", checked_at=days_ago(3), drift_since=days_ago(13))
    page = show(client, network)
    assert page.links["live/prod"] == f"/stacks/{stack.pk}/"
    assert "live/prod prod 13 d" in page.text


def test_the_connection_says_when_it_is_scanned_next(client: Client, network: Repository) -> None:
    make_schedule(network, 24)
    assert "every 1 d, next in 3 h" in show(client, network).text


def test_files_that_were_not_read_are_named_with_the_reason(client: Client) -> None:
    repository = make_scanned("acme/network", 2, skipped=[{"path": "huge.tf", "reason": "larger than 1 MB"}])
    assert "1 file was not read huge.tf larger than 1 MB" in show(client, repository).text


def test_the_level_over_time_is_told_in_words_with_what_changed_it(
    client: Client, network: Repository
) -> None:
    make_assessment(network, 1, at=days_ago(200))
    make_event(network, "level.changed", data={"from": 1, "to": 2, "head": sha("now")})
    make_event(
        network,
        "criteria_set.changed",
        data={"to": "beef00", "level_before": 1, "level_after": 1},
        at=days_ago(9),
    )
    page = show(client, network)
    assert f'aria-label="L1 since {days_ago(200).date()}, L2 since {days_ago(0).date()}"' in page.html
    assert "L1 to L2 at" in page.text
    assert "Criteria changed to beef00, level unchanged" in page.text
    assert page.html.count('class="ev rule"') == 1


def test_a_failed_scan_keeps_the_old_result_and_says_since_when(client: Client) -> None:
    repository = make_scanned(
        "acme/network", 2, last_scanned_at=days_ago(4), scan_error="the host does not answer"
    )
    text = show(client, repository).text
    assert (
        f"Showing results from {days_ago(4).date()}. The scan has failed since: the host does not answer"
        in text
    )
    assert "Ladder" in text


def test_an_unknown_name_is_not_found(client: Client) -> None:
    assert client.get("/repos/acme/unknown/").status_code == 404
