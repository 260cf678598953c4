from __future__ import annotations

from typing import Any

import pytest

from maturity.actions.pulls import collect_pull_requests, due
from maturity.models import PullRequest, Repository, Schedule
from tests.factories import days_ago, make_pull_request, make_repository, make_stack, make_team
from tests.maturity.actions.pulls.conftest import offered, only
from tests.maturity.core.pulls import samples
from tests.servers_hosts import TOKEN, FakeHost, owned, said, status

pytestmark = pytest.mark.django_db
HEAD = "a" * 40
COUNTS = "Plan: 1 to add, 0 to change, 2 to destroy."


def collect(repository: Repository) -> None:
    repository.refresh_from_db()
    collect_pull_requests(repository)
    repository.refresh_from_db()


@pytest.fixture
def planned(host: FakeHost, kind: str) -> FakeHost:
    """One open pull request, with the status of a plan."""
    host.pulls = [offered(kind)]
    host.statuses = {HEAD: [status("atlantis/plan: live/prod/default", description=COUNTS)]}
    return host


def test_a_pull_request_is_stored_with_what_its_plans_say(repository: Repository, planned: FakeHost):
    stack = make_stack(repository)
    collect(repository)
    row = only(repository)
    assert (row.number, row.title, row.author, row.state) == (7, "Upgrade the database", "lin", "open")
    assert (row.plan_state, row.destroys, row.behind, row.plans_base) == ("changed", 2, False, "b" * 40)
    told = row.statuses.get()
    assert (told.stack, told.tool, told.state, told.destroy) == (stack, "atlantis", "changed", 2)
    assert (repository.pulls_error, row.checked_at is not None) == ("", True)


def test_the_comment_of_a_bot_is_one_more_source(repository: Repository, planned: FakeHost):
    make_stack(repository)
    planned.members = [{"username": "plans[bot]", "access_level": 30}]
    planned.comments = {7: [said(samples.ATLANTIS)]}
    collect(repository)
    row = only(repository)
    assert {(one.origin, one.destroy) for one in row.statuses.all()} == {("status", 2), ("comment", 1)}
    assert row.destroys == 1


def test_a_comment_from_before_the_newest_commit_is_stale(
    repository: Repository, planned: FakeHost, kind: str
):
    planned.statuses, planned.commits = {}, {HEAD: "2026-11-02T10:00:00Z"}
    planned.members = [{"username": "plans[bot]", "access_level": 30}]
    planned.comments = {7: [said(samples.ATLANTIS)]}
    collect(repository)
    assert only(repository).plan_state == "stale"


def test_collecting_again_writes_nothing_twice(repository: Repository, planned: FakeHost):
    collect(repository)
    PullRequest.objects.update(checked_at=days_ago(1))
    collect(repository)
    assert (repository.pull_requests.count(), only(repository).statuses.count()) == (1, 1)


def test_a_pull_request_at_rest_is_looked_into_once_an_hour(repository: Repository, planned: FakeHost):
    collect(repository)
    planned.asked.clear()
    collect(repository)
    assert not any("statuses" in one or "/status" in one for one in planned.asked)
    PullRequest.objects.update(checked_at=days_ago(0.1))
    collect(repository)
    assert any("statuses" in one or "/status" in one for one in planned.asked)


def test_one_that_was_changed_within_the_hour_is_not_at_rest(repository: Repository, planned: FakeHost):
    """Its plans may only just be starting."""
    planned.pulls[0]["updated_at"] = days_ago(0).isoformat()
    collect(repository)
    planned.asked.clear()
    collect(repository)
    assert any("statuses" in one or "/status" in one for one in planned.asked)


def test_a_new_commit_makes_the_old_plan_stale(repository: Repository, planned: FakeHost, kind: str):
    collect(repository)
    new: dict[str, Any] = {"head": "f" * 40} if kind == "github" else {"sha": "f" * 40}
    planned.pulls = [offered(kind, updated_at="2026-11-02T11:00:00Z", **new)]
    collect(repository)
    row = only(repository)
    assert (row.head_sha, row.plan_state, row.destroys) == ("f" * 40, "stale", 2)


def test_a_base_that_moved_makes_the_plan_stale(repository: Repository, planned: FakeHost):
    collect(repository)
    planned.branches["main"] = ("d" * 40, "2026-11-02T12:00:00Z")
    planned.behind = 1
    collect(repository)
    row = only(repository)
    assert (row.plan_state, row.behind, row.plans_base) == ("stale", True, "b" * 40)


def test_a_plan_made_anew_on_the_moved_base_is_fresh(repository: Repository, planned: FakeHost):
    collect(repository)
    planned.branches["main"] = ("d" * 40, "2026-11-02T12:00:00Z")
    later = "2026-11-02T12:30:00Z"
    planned.statuses[HEAD][0] |= {"updated_at": later, "finished_at": later}
    collect(repository)
    assert (only(repository).plan_state, only(repository).plans_base) == ("changed", "d" * 40)


def test_one_that_is_no_longer_open_is_asked_for(repository: Repository, planned: FakeHost, kind: str):
    collect(repository)
    planned.pulls = []
    state = "closed" if kind == "github" else "merged"
    planned.closed = [
        offered(kind, state=state, merged_at="2026-11-02T13:00:00Z", updated_at="2026-11-02T13:00:00Z")
    ]
    collect(repository)
    row = only(repository)
    assert (row.state, row.merge_sha != "" or kind == "gitlab", row.closed_at is not None) == (
        "merged",
        True,
        True,
    )


def test_one_that_is_gone_is_closed(repository: Repository, host: FakeHost):
    make_pull_request(repository, 9)
    collect(repository)
    assert (only(repository).state, repository.pulls_error) == ("closed", "")


def test_the_first_look_takes_some_closed_ones_along(repository: Repository, host: FakeHost, kind: str):
    host.closed = [offered(kind, 5, state="closed", closed_at="2026-11-01T13:00:00Z")]
    collect(repository)
    assert (only(repository).number, only(repository).state) == (5, "closed")


def test_what_the_login_may_not_read_costs_no_more_than_that(repository: Repository, planned: FakeHost):
    planned.forbidden = "check-runs|statuses"
    planned.members = [{"username": "plans[bot]", "access_level": 30}]
    planned.comments = {7: [said(samples.ATLANTIS)]}
    collect(repository)
    assert (only(repository).plan_state, only(repository).destroys) == ("changed", 1)
    assert "does not let its login read" in repository.pulls_error


def test_a_base_branch_that_was_deleted_is_no_trouble(repository: Repository, planned: FakeHost):
    planned.branches = {}
    collect(repository)
    assert (only(repository).plan_state, repository.pulls_error) == ("changed", "")


def test_a_failure_keeps_what_was_known_and_says_so(repository: Repository, planned: FakeHost):
    collect(repository)
    planned.fail(502)
    collect(repository)
    assert repository.pulls_error == "The API of 127.0.0.1 fails at the moment (HTTP 502). It says: “no”"
    assert (only(repository).plan_state, only(repository).destroys) == ("changed", 2)
    planned.failing = None
    collect(repository)
    assert repository.pulls_error == ""


def test_a_row_that_a_pushed_plan_made_is_completed_by_its_host(repository: Repository, planned: FakeHost):
    make_pull_request(repository, 7, title="", author="", head_sha=HEAD, base_ref="main")
    collect(repository)
    row = only(repository)
    assert (row.title, row.author, row.base_sha) == ("Upgrade the database", "lin", "b" * 40)


def test_our_own_fault_is_said_too(
    repository: Repository, planned: FakeHost, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("maturity.actions.pulls.recording.rollup", None)
    collect(repository)
    assert repository.pulls_error == "Rungs itself failed; its log has the details."


def test_a_limit_pauses_every_repository_of_the_host(repository: Repository, planned: FakeHost):
    other = make_repository("acme/other", url=planned.url.replace("network", "other"), host=repository.host)
    elsewhere = make_repository("acme/elsewhere", url="https://git.example/a/b", host=repository.host)
    for one in (repository, other, elsewhere):
        Schedule.objects.create(
            repository=one, kind="pulls", every=days_ago(0) - days_ago(1), next_run_at=days_ago(1)
        )
    planned.fail(429, {"retry-after": "600"})
    collect(repository)
    assert "takes no more requests" in repository.pulls_error
    waiting = Schedule.objects.filter(next_run_at__gt=days_ago(0)).values_list("repository__name", flat=True)
    assert set(waiting) == {"acme/network", "acme/other"}


def test_no_token_is_in_any_row_or_log(
    repository: Repository, planned: FakeHost, caplog: pytest.LogCaptureFixture
):
    planned.fail(401)
    collect(repository)
    assert TOKEN not in repository.pulls_error + caplog.text


def test_every_repository_with_a_login_gets_its_turn(repository: Repository, settings: Any):
    make_repository("acme/elsewhere", url="https://git.example/a/b")
    make_repository("acme/local", url=repository.url + "2", host="other")
    make_repository("acme/archived", url=repository.url + "3", archived=True)
    assert due(days_ago(0)) == []
    schedule = Schedule.objects.get()
    assert (schedule.repository, schedule.kind, schedule.every) == (
        repository,
        "pulls",
        settings.RUNGS_PULLS_EVERY,
    )
    now = days_ago(-1)
    assert due(now) == [repository.pk]
    assert due(now) == []


def test_a_new_interval_is_taken_over(repository: Repository, settings: Any):
    due(days_ago(0))
    settings.RUNGS_PULLS_EVERY *= 3
    due(days_ago(0))
    assert Schedule.objects.get().every == settings.RUNGS_PULLS_EVERY


def test_topics_are_noted_once_a_day(repository: Repository, host: FakeHost, kind: str):
    team = make_team("Network", topics=["net"])
    host.repositories = [owned(kind, topics=["net"])]
    for _ in range(2):
        collect(repository)
    assert (repository.topics, repository.team, repository.team_by) == (["net"], team, "topic")
    assert sum(one.endswith(("/repos/acme/network", "/projects/acme/network")) for one in host.asked) == 1
    Repository.objects.update(pulls_checked_at=days_ago(2))
    host.repositories = [owned(kind, topics=[])]
    repository.refresh_from_db()
    collect(repository)
    assert repository.topics == []
