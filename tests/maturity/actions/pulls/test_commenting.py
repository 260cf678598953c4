from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from maturity.actions.pulls import collect_pull_requests, comment, commenting, note_plan
from maturity.adapters.errors import AdapterError
from maturity.core.plans.change import Action, ResourceChange
from maturity.core.pulls.summary import MARK
from maturity.models import Plan, PullRequest, Repository, Schedule
from tests.factories import make_plan, make_pull_request, make_stack
from tests.maturity.actions.pulls.conftest import offered
from tests.servers_hosts import BOT, FakeHost, said

pytestmark = pytest.mark.django_db
HEAD = "a" * 40
LOSS = (ResourceChange(address="aws_db_instance.main", action=Action.DELETE, holds_data=True),)


@pytest.fixture
def row(repository: Repository) -> PullRequest:
    repository.comments = True
    repository.save()
    return make_pull_request(repository, 7, head_sha=HEAD)


@pytest.fixture
def plan(row: PullRequest) -> Plan:
    return make_plan(make_stack(row.repository), LOSS, pull_request=row, commit=HEAD, deletes=1)


def test_the_summary_is_written_once(row: PullRequest, plan: Plan, host: FakeHost):
    comment(row)
    comment(row)
    (text,) = host.texts(7)
    assert text.startswith(MARK)
    assert "**destroy** `aws_db_instance.main` · **holds data**" in text
    assert sum(one.startswith("POST") for one in host.asked) == 1


def test_it_is_written_anew_in_its_place_when_it_changed(row: PullRequest, plan: Plan, host: FakeHost):
    comment(row)
    Plan.objects.update(deletes=0, creates=3)
    comment(row)
    (text,) = host.texts(7)
    assert "3 to add" in text


def test_it_says_when_a_newer_commit_has_no_plan(row: PullRequest, plan: Plan, host: FakeHost):
    PullRequest.objects.update(head_sha="f" * 40)
    comment(row)
    assert "it was made for aaaaaaa, and fffffff is the newest commit" in host.texts(7)[0]


def test_nothing_is_written_unless_somebody_turned_it_on(row: PullRequest, plan: Plan, host: FakeHost):
    Repository.objects.update(comments=False)
    comment(row)
    assert host.asked == []


def test_nothing_is_written_without_a_plan_or_after_the_end(row: PullRequest, host: FakeHost):
    comment(row)
    make_plan(make_stack(row.repository), LOSS, pull_request=row)
    PullRequest.objects.update(state="merged")
    comment(row)
    assert host.asked == []


def test_a_second_worker_leaves_the_writing_to_the_first(
    row: PullRequest, plan: Plan, host: FakeHost, monkeypatch: pytest.MonkeyPatch
):
    """It comes while the first one is about to write."""
    write = commenting._write

    def interrupted(*given: Any) -> str:
        monkeypatch.setattr(commenting, "_write", write)
        comment(row)
        return write(*given)

    monkeypatch.setattr(commenting, "_write", interrupted)
    comment(row)
    assert len(host.texts(7)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one(row: PullRequest, plan: Plan, host: FakeHost):
    def work() -> None:
        try:
            comment(row)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(host.texts(7)) == 1


def test_a_comment_whose_number_was_lost_is_found_again(row: PullRequest, plan: Plan, host: FakeHost):
    comment(row)
    died = f"posting {(timezone.now() - timedelta(hours=1)).isoformat()}"
    PullRequest.objects.update(comment_id="", comment_digest=died)
    comment(row)
    assert len(host.texts(7)) == 1
    assert PullRequest.objects.get().comment_id == str(host.comments[7][0]["id"])


def test_the_mark_in_somebody_elses_comment_deceives_nobody(row: PullRequest, plan: Plan, host: FakeHost):
    host.comments = {7: [said(MARK + " mine", "mallory")]}
    comment(row)
    assert [one["author"]["username"] for one in host.comments[7]] == ["mallory", BOT]
    assert host.texts(7)[0] == MARK + " mine"


def test_one_that_somebody_deleted_is_made_again_with_the_next_change(
    row: PullRequest, plan: Plan, host: FakeHost
):
    comment(row)
    host.comments = {}
    comment(row)
    assert host.texts(7) == []
    Plan.objects.update(creates=3)
    comment(row)
    assert len(host.texts(7)) == 1


def test_a_host_that_fails_is_tried_again_later(row: PullRequest, plan: Plan, host: FakeHost):
    host.fail(502)
    with pytest.raises(AdapterError):
        comment(row)
    host.failing = None
    comment(row)
    assert len(host.texts(7)) == 1


def test_a_plan_that_was_sent_is_on_the_pull_request_after_the_next_look(
    row: PullRequest, plan: Plan, host: FakeHost, kind: str
):
    host.pulls = [offered(kind)]
    schedule = Schedule.objects.create(
        repository=row.repository, kind="pulls", every=timedelta(hours=1),
        next_run_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    note_plan(plan)
    row.refresh_from_db()
    told = row.statuses.get()
    assert (told.origin, told.plan, told.stack, told.destroy) == ("push", plan, plan.stack, 1)
    assert (row.plan_state, row.destroys) == ("changed", 1)
    schedule.refresh_from_db()
    assert schedule.next_run_at <= timezone.now()
    collect_pull_requests(row.repository)
    assert len(host.texts(7)) == 1


def test_a_plan_may_come_before_its_host_tells_of_the_commit(row: PullRequest, plan: Plan):
    note_plan(plan)
    assert plan.stack is not None
    note_plan(make_plan(plan.stack, LOSS, pull_request=row, commit="f" * 40, deletes=1))
    row.refresh_from_db()
    assert (row.head_sha, row.plan_state) == ("f" * 40, "changed")


def test_a_right_to_write_that_is_missing_costs_only_the_summary(
    row: PullRequest, plan: Plan, host: FakeHost, kind: str, monkeypatch: pytest.MonkeyPatch
):
    host.pulls = [offered(kind)]
    host.read_only = True
    collect_pull_requests(row.repository)
    row.refresh_from_db()
    row.repository.refresh_from_db()
    assert (row.checked_at is not None, row.author) == (True, "lin")
    assert "its login write to the pull requests of acme/network. It says:" in row.repository.pulls_error


def test_a_later_plan_of_the_same_stack_takes_the_place(row: PullRequest, plan: Plan):
    note_plan(plan)
    assert plan.stack is not None
    note_plan(make_plan(plan.stack, pull_request=row, commit=HEAD, creates=2))
    told = row.statuses.get()
    assert (told.add, told.destroy) == (2, 0)


@pytest.mark.parametrize(
    ("fields", "state"),
    [({"errored": True}, "errored"), ({}, "unchanged"), ({"purpose": "apply", "updates": 1}, "applied"),
     ({"moves": 1}, "changed"), ({"outputs": 1}, "changed")],
)  # fmt: skip
def test_each_kind_of_plan_has_its_state(row: PullRequest, fields: dict[str, Any], state: str):
    note_plan(make_plan(make_stack(row.repository), pull_request=row, commit=HEAD, **fields))
    row.refresh_from_db()
    assert row.plan_state == state


def test_a_plan_of_no_pull_request_is_not_noted(repository: Repository):
    note_plan(make_plan(make_stack(repository)))
    assert not repository.pull_requests.exists()
