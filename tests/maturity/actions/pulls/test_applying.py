from __future__ import annotations

import pytest

from maturity.actions.pulls import collect_pull_requests
from maturity.models import Kind, PullRequest, Repository, Run, Trigger
from tests.factories import make_stack
from tests.maturity.actions.pulls.conftest import offered
from tests.servers_hosts import FakeHost, status

pytestmark = pytest.mark.django_db
HEAD = "a" * 40


def test_after_a_merge_the_stacks_that_we_plan_ourselves_are_checked(
    repository: Repository, host: FakeHost, kind: str
):
    ours = make_stack(repository, "live/prod", mode="pull")
    make_stack(repository, "live/stage", mode="push")
    host.pulls = [offered(kind)]
    host.statuses = {
        HEAD: [
            status(f"atlantis/plan: live/{name}/default", id=n) for n, name in enumerate(("prod", "stage"))
        ]
    }
    assert collect_pull_requests(repository) == []
    host.pulls = []
    at, state = "2026-11-02T13:00:00Z", "closed" if kind == "github" else "merged"
    host.closed = [offered(kind, state=state, merged_at=at, updated_at=at)]
    runs = collect_pull_requests(repository)
    run = Run.objects.get()
    assert runs == [run.pk]
    assert (run.kind, run.stack, run.trigger) == (Kind.PLAN, ours, Trigger.APPLY)
    assert PullRequest.objects.get().state == "merged"
    assert collect_pull_requests(repository) == []


def test_an_apply_is_seen_once(repository: Repository, host: FakeHost, kind: str):
    make_stack(repository, "live/prod", mode="pull")
    host.pulls = [offered(kind)]
    host.statuses = {HEAD: [status("atlantis/apply: live/prod/default", description="Apply succeeded.")]}
    assert len(collect_pull_requests(repository)) == 1
    Run.objects.all().delete()
    PullRequest.objects.update(checked_at=None)
    assert collect_pull_requests(repository) == []
