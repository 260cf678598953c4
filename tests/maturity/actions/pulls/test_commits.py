from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.actions.pulls import collect_pull_requests, commits, want_commit, want_range
from maturity.models import HostedCommit, PullRequest, Repository
from tests.factories import days_ago, make_schedule, sha
from tests.maturity.actions.pulls.conftest import offered
from tests.servers_hosts import FakeHost, check_run, status

pytestmark = pytest.mark.django_db
COMMIT = "c" * 40


def collect(repository: Repository) -> HostedCommit:
    repository.refresh_from_db()
    collect_pull_requests(repository)
    return repository.hosted_commits.get(commit=COMMIT)


@pytest.fixture
def merged(host: FakeHost, kind: str, repository: Repository) -> dict[str, Any]:
    """The pull request that brought it in."""
    over = (
        {"state": "closed", "merged_at": "2026-11-02T10:00:00Z"} if kind == "github" else {"state": "merged"}
    )
    pull = offered(kind, 7, merge_commit_sha=COMMIT, **over)
    host.of_commit = {COMMIT: [pull]}
    host.reviews = {7: [("lin", "COMMENTED"), ("jan", "APPROVED")]}
    want_commit(repository, COMMIT, timezone.now())
    return pull


def test_a_commit_that_is_wanted_is_told_with_its_pull_request_and_reviews(
    repository: Repository, merged: dict[str, Any]
):
    row = collect(repository)
    assert (row.pulls, row.error, row.looked_at is not None) == ([7], "", True)
    pull = PullRequest.objects.get(number=7)
    assert (pull.state, pull.merge_sha, pull.reviewed_at is not None) == ("merged", COMMIT, True)
    assert [one["author"] for one in pull.reviews if one["outcome"] == "approved"] == ["jan"]


def test_its_checks_are_kept_whatever_they_are_of(repository: Repository, host: FakeHost, kind: str):
    if kind == "github":
        host.checks = {COMMIT: [check_run("test"), check_run("deploy", None, status="waiting")]}
        host.statuses = {COMMIT: [status("lint", state="failure")]}
    else:
        jobs = [status("test"), status("deploy", status="running", allow_failure=True)]
        host.statuses = {COMMIT: [*jobs, status("lint", status="failed")]}
    want_commit(repository, COMMIT, timezone.now())
    row = collect(repository)
    told = {one["name"]: (one["outcome"], one["optional"]) for one in row.checks}
    assert told == {"test": ("success", False), "deploy": ("pending", True), "lint": ("failure", False)}
    assert row.whole


def test_reviews_by_strangers_and_machines_are_told_apart(
    repository: Repository, merged: dict[str, Any], host: FakeHost, kind: str
):
    host.reviews = {7: [("stranger", "APPROVED"), ("bot[bot]", "APPROVED")]}
    collect(repository)
    trusted = [one.get("trusted", True) for one in PullRequest.objects.get(number=7).reviews]
    assert trusted == ([False, False] if kind == "github" else [True, True])


def test_a_commit_is_looked_at_again_only_after_some_minutes(
    repository: Repository, merged: dict[str, Any], host: FakeHost
):
    first = collect(repository)
    host.asked.clear()
    assert collect(repository).looked_at == first.looked_at
    assert not [one for one in host.asked if COMMIT in one]
    HostedCommit.objects.update(looked_at=days_ago(0.01))
    assert collect(repository).looked_at != first.looked_at


def test_a_commit_that_nobody_wants_any_more_is_left_alone(
    repository: Repository, merged: dict[str, Any], host: FakeHost
):
    HostedCommit.objects.update(wanted_at=days_ago(2))
    assert collect(repository).looked_at is None
    want_commit(repository, COMMIT, timezone.now())
    assert collect(repository).looked_at is not None


def test_a_host_that_does_not_let_us_look_keeps_what_was_known(
    repository: Repository, merged: dict[str, Any], host: FakeHost
):
    collect(repository)
    HostedCommit.objects.update(looked_at=days_ago(0.01))
    host.forbidden = f"commits/{COMMIT}"
    row = collect(repository)
    assert (row.pulls, "does not let its login" in row.error) == ([7], True)


def test_a_commit_that_its_host_does_not_know_has_nothing(repository: Repository, host: FakeHost):
    want_commit(repository, COMMIT, timezone.now())
    row = collect(repository)
    assert (row.pulls, row.checks, row.looked_at is not None) == ([], [], True)


def test_wanting_a_commit_has_its_repository_looked_at_with_the_next_turn(repository: Repository):
    schedule = make_schedule(repository, kind="pulls")
    now = timezone.now()
    want_commit(repository, COMMIT, now)
    schedule.refresh_from_db()
    assert schedule.next_run_at <= timezone.now()
    assert want_commit(repository, COMMIT, now).wanted_at == now


def test_of_many_commits_those_wanted_last_are_kept(repository: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commits, "KEPT", 3)
    for n in range(6):
        want_commit(repository, sha(str(n)), days_ago(10 - n))
    assert set(repository.hosted_commits.values_list("commit", flat=True)) == {sha("3"), sha("4"), sha("5")}


def waiting(repository: Repository, now: datetime) -> list[str]:
    rows = repository.hosted_commits.due_of_ranges(now - commits.WANTED, now)
    return [one.commit for one in rows]


def test_of_a_range_only_who_brought_it_in_is_asked_and_once_when_it_was_approved(
    repository: Repository, host: FakeHost, merged: dict[str, Any]
):
    HostedCommit.objects.all().delete()
    want_range(repository, [COMMIT], timezone.now())
    row = collect(repository)
    assert (row.pulls, row.looks, row.looked_at, row.again_at) == ([7], 1, None, None)
    assert row.pulls_at is not None
    assert waiting(repository, timezone.now() + timedelta(hours=20)) == []


def test_what_stays_open_of_a_range_is_asked_again_with_growing_pauses(
    repository: Repository, host: FakeHost
):
    want_range(repository, [COMMIT], timezone.now())
    pauses = []
    for _ in range(3):
        row = collect(repository)
        assert row.pulls_at is not None
        assert row.again_at is not None
        pauses.append((row.again_at - row.pulls_at) // timedelta(minutes=4))
        assert waiting(repository, timezone.now()) == []
        repository.hosted_commits.update(again_at=timezone.now())
    assert pauses == [1, 2, 4]


def test_the_last_commit_of_a_release_is_not_asked_for_twice(repository: Repository):
    now = timezone.now()
    want_commit(repository, COMMIT, now)
    want_range(repository, [COMMIT], now)
    assert waiting(repository, now) == []
    want_range(repository, ["d" * 40], now)
    assert want_commit(repository, "d" * 40, now).wanted_at is None
    assert repository.hosted_commits.get(commit="d" * 40).wanted_at == now
