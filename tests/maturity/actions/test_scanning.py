"""The whole way from a request to rows, over real git repositories."""

from __future__ import annotations

import pytest
from django.utils import timezone

from maturity.actions import connect_repository, request_scan, scan
from maturity.actions.scanning import give_up
from maturity.models import Assessment, Event, Repository, Run, State
from maturity.models.runs import ATTEMPTS
from tests.factories import make_repository, make_run, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def infra(repo) -> Repository:
    return connect_repository(None, str(repo.path), local=True)


def rescan(repository: Repository) -> Repository:
    run = request_scan(None, repository)
    scan(run)
    assert (run.state, run.error) == (State.FINISHED, "")
    repository.refresh_from_db()
    return repository


def changes() -> list[tuple[int, int]]:
    return [
        (event.data["from"], event.data["to"])
        for event in Event.objects.filter(kind="level.changed").order_by("pk")
    ]


def test_a_scan_leads_from_a_request_to_a_level(engine, infra):
    assert rescan(infra).level == 2
    assert (infra.default_branch, infra.current.snapshot.ref) == ("main", "main")


def test_asking_twice_gives_the_same_run(infra):
    lin = make_user()
    assert request_scan(lin, infra) == request_scan(lin, infra)
    assert Event.objects.filter(kind="scan.requested").count() == 1


def test_a_doubled_message_does_the_work_once(engine, infra):
    run = request_scan(None, infra)
    scan(Run.objects.get(pk=run.pk))
    scan(Run.objects.get(pk=run.pk))
    assert len(engine.asked) == 1


def test_the_commit_that_lost_a_level_is_found_among_many(engine, infra, repo):
    rescan(infra)
    commits = [
        repo.commit({"level": level, "n": str(n)}, f"commit {n}") for n, level in enumerate("2222211111")
    ]
    assert rescan(infra).level == 1
    data = Event.objects.get(kind="level.changed").data
    assert (data["commit"], data["subject"], data["criteria"]) == (commits[5], "commit 5", ["rung_2"])
    assert len(engine.asked) <= 2 + 1 + 4


def test_a_level_that_was_gained_names_no_culprit(engine, infra, repo):
    rescan(infra)
    repo.commit({"level": "4"})
    assert rescan(infra).level == 4
    assert changes() == [(2, 4)]
    assert "commit" not in Event.objects.get(kind="level.changed").data


def test_a_level_lost_and_gained_again_is_told_both_times(engine, infra, repo):
    for level in "212":
        repo.commit({"level": level})
        rescan(infra)
    assert changes() == [(2, 1), (1, 2)]
    assert not infra.dropped


def test_a_stricter_criteria_set_is_not_shown_as_a_regression(engine, infra):
    rescan(infra)
    engine.criteria_set, engine.shift = "set-2", -1
    assert rescan(infra).level == 1
    assert not infra.dropped
    assert changes() == []
    assert Event.objects.get(kind="criteria_set.changed").data["level_after"] == 1


def test_a_real_loss_is_seen_through_a_change_of_the_criteria_set(engine, infra, repo):
    rescan(infra)
    engine.criteria_set, engine.shift = "set-2", 1
    guilty = repo.commit({"level": "1"}, "guilty")
    assert rescan(infra).level == 2
    assert changes() == [(3, 2)]
    assert Event.objects.get(kind="level.changed").data["commit"] == guilty


def test_a_rewritten_history_blames_no_commit(engine, infra, repo):
    rescan(infra)
    repo.git("checkout", "--quiet", "--orphan", "fresh")
    repo.commit({"level": "1"})
    repo.git("branch", "--quiet", "--force", "main", "fresh")
    repo.git("checkout", "--quiet", "main")
    assert rescan(infra).level == 1
    assert changes() == [(2, 1)]
    assert "commit" not in Event.objects.get(kind="level.changed").data


def test_a_failed_scan_keeps_everything_that_was_found_before(engine, infra, repo):
    rescan(infra)
    before = Assessment.objects.get()
    repo.git("symbolic-ref", "HEAD", "refs/heads/gone")
    run = request_scan(None, infra)
    scan(run)
    infra.refresh_from_db()
    assert run.state == State.ERRORED
    assert "has no default branch" in infra.scan_error
    assert (infra.level, infra.current, before.findings.count()) == (2, before, 5)
    assert Event.objects.get(kind="scan.failed").data["error"] == run.error


def test_a_failure_that_may_pass_is_tried_again_and_then_told():
    run = make_run(make_repository())
    for attempt in range(1, ATTEMPTS + 1):
        assert run.claim("worker", timezone.now())
        give_up(run, "The host does not answer.", permanent=False)
        assert run.state == (State.QUEUED if attempt < ATTEMPTS else State.ERRORED)
    assert Repository.objects.get().scan_error == "The host does not answer."


def test_a_mistake_of_ours_ends_the_run_without_showing_its_trace(infra, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("inner workings")

    monkeypatch.setattr("maturity.actions.scanning.assess", broken)
    run = request_scan(None, infra)
    scan(run)
    assert run.state == State.ERRORED
    assert run.error == "Rungs itself failed; its log has the details."


def test_a_local_repository_stays_readable_though_the_web_may_not_add_one(engine, infra, settings):
    settings.RUNGS_ALLOW_LOCAL_PATHS = False
    assert rescan(infra).level == 2
