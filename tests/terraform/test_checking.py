"""A check from a queued run to rows, with a fake terraform: what is recorded, however it goes."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from maturity.actions import planning
from maturity.actions.working import Work
from maturity.adapters import terraform
from maturity.adapters.errors import AdapterError
from maturity.core.state.locks import Lock
from maturity.models import Connection, DriftCheck, Run, Stack, State
from tests.factories import make_repository, make_run, make_stack
from tests.gitrepo import GitRepo
from tests.terraform.fake import DRIFTED, SLOW

WORK = "maturity.actions.planning.work"
pytestmark = pytest.mark.django_db


@pytest.fixture
def repo(tmp_path):
    repo = GitRepo(tmp_path / "infra")
    repo.commit({"live/prod/main.tf": "# prod\n", "live/prod/.terraform.lock.hcl": ""})
    return repo


@pytest.fixture
def stack(repo, fake) -> Stack:
    repository = make_repository("acme/infra", url=str(repo.path), host="local", web_url="")
    return make_stack(repository, "live/prod", mode="pull")


@pytest.fixture
def run(stack) -> Run:
    return planning.request_check(None, stack)


def done(run: Run) -> Run:
    planning.check(Run.objects.get(pk=run.pk))
    run.refresh_from_db()
    return run


def only_check() -> DriftCheck:
    return DriftCheck.objects.get()


def test_a_check_of_a_queued_run_becomes_rows(run, stack, repo, data):
    assert done(run).state == State.FINISHED
    check = only_check()
    assert (check.finding, check.source, check.run) == ("pending", "pull", run)
    assert check.commit == repo.git("rev-parse", "HEAD")
    stack.refresh_from_db()
    assert (stack.finding, stack.pending_resources) == ("pending", 1)
    assert run.log.text.startswith(f"commit {check.commit} of main\ninitialized\nTerraform 1.11.4\n")
    assert list((data / "plans").iterdir()) == []


def test_drift_opens_an_episode(run, stack, fake):
    (fake.folder / "shown").write_text(DRIFTED)
    assert done(run).state == State.FINISHED
    stack.refresh_from_db()
    assert (stack.finding, stack.drifted_resources) == ("drifted", 1)
    assert stack.episodes.get().resources == 1


def test_a_failure_ages_the_finding_and_does_not_change_it(run, stack, fake):
    done(run)
    fake.does(plan="echo 'Error: Unsupported argument' >&2; exit 1")
    failed = done(planning.request_check(None, stack))
    assert (failed.state, failed.error) == (State.ERRORED, "terraform plan failed: Unsupported argument")
    assert failed.phase == "plan"
    stack.refresh_from_db()
    assert (stack.finding, stack.attempt, stack.failures) == ("pending", "errored", 1)
    assert stack.attempt_error == failed.error
    assert failed.log.text.endswith("Error: Unsupported argument")


def test_a_run_that_is_not_ours_does_nothing(run, fake):
    other = Run.objects.get(pk=run.pk)
    other.claim("other", timezone.now())
    done(run)
    assert (fake.calls(), DriftCheck.objects.count(), run.state) == ([], 0, State.RUNNING)


def test_a_locked_state_is_left_alone(run, stack, fake, monkeypatch):
    since = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
    lock = Lock(who="ana@laptop", operation="apply", since=since)
    monkeypatch.setattr(f"{WORK}.read_lock", lambda *_: lock)
    said = "The state is locked by ana@laptop (apply) since 2026-03-01 10:00 UTC."
    assert (done(run).state, run.error, fake.calls()) == (State.SKIPPED, said, [])
    assert (only_check().outcome, only_check().error) == ("skipped", said)


def test_a_lock_held_in_s3_is_seen_before_anything_runs(run, stack, fake, cloud):
    held = {"ID": "1", "Who": "ana@laptop", "Operation": "OperationTypeApply"}
    cloud.bucket().put_object(Bucket="acme-state", Key="net.tfstate.tflock", Body=json.dumps(held))
    stack.connection, stack.state_place = cloud.connection(), "s3://acme-state/net.tfstate"
    stack.connection.save()
    stack.save()
    assert (done(run).state, fake.calls()) == (State.SKIPPED, [])
    assert run.error.startswith("The state is locked by ana@laptop (apply) since 20")


def test_an_apply_that_begins_meanwhile_is_not_taken_for_drift(run, monkeypatch):
    answers = iter([None, Lock(who="ana@laptop")])
    monkeypatch.setattr(f"{WORK}.read_lock", lambda *_: next(answers))
    assert done(run).state == State.SKIPPED
    assert only_check().error == "The state is locked by ana@laptop."


def test_a_lock_that_cannot_be_read_is_told_in_the_log(run, monkeypatch):
    def refused(*_: object) -> None:
        raise AdapterError("access denied", permanent=True)

    monkeypatch.setattr(f"{WORK}.read_lock", refused)
    assert done(run).state == State.FINISHED
    assert "the lock of the state could not be read: access denied" in run.log.text


def test_cancelling_stops_a_running_plan(run, fake, monkeypatch):
    fake.does(plan=SLOW.replace("sleep", f"cp /dev/null {fake.folder}/begun; sleep"))

    class Seen(Work):
        def say(self, progress: str, percent: int | None = None, *, phase: str = "") -> None:
            if fake.begun():
                Run.objects.get(pk=run.pk).ask_to_stop(timezone.now())
            super().say(progress, percent, phase=phase)

    monkeypatch.setattr(f"{WORK}.Work", Seen)
    assert (done(run).state, run.error) == (State.CANCELLED, "The check was cancelled.")
    assert only_check().outcome == "cancelled"


def test_a_plan_that_takes_too_long_is_stopped_and_said_to_have(run, fake, settings):
    settings.RUNGS_PLAN_MINUTES = 0
    assert (done(run).state, run.error) == (State.ERRORED, "The plan took longer than 0 minutes.")
    assert only_check().outcome == "timed_out"


def test_a_plan_that_ends_well_after_it_was_cancelled_is_still_cancelled(run, fake, monkeypatch):
    """Stopped early, terraform still ends with 2 and a whole plan: what we decided counts."""
    fake.does(plan=f"trap 'exit 2' INT; touch {fake.folder}/begun; while :; do sleep 0.05; done")
    began = timezone.now()

    class Seen(Work):
        def say(self, progress: str, percent: int | None = None, *, phase: str = "") -> None:
            if fake.begun():
                Run.objects.filter(pk=run.pk).update(cancel_requested_at=began)
            super().say(progress, percent, phase=phase)

    monkeypatch.setattr(f"{WORK}.Work", Seen)
    done(run)
    assert (run.state, only_check().outcome) == (State.CANCELLED, "cancelled")


def test_a_repository_that_cannot_be_reached_is_tried_again_and_then_given_up(run, stack, settings):
    settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    stack.repository.url = "https://127.0.0.1:9/acme/infra"
    stack.repository.host = "other"
    stack.repository.save()
    assert done(run).state == State.QUEUED
    while done(run).state == State.QUEUED:
        assert run.attempt < 3
    assert only_check().outcome == "errored"
    assert run.error == "127.0.0.1 does not answer, or not as a git server."


def test_a_default_branch_that_is_gone_is_told(run, repo):
    repo.git("symbolic-ref", "HEAD", "refs/heads/gone")
    done(run)
    assert run.state == State.ERRORED
    assert "no default branch" in run.error


def test_a_directory_that_is_gone_is_told(run, stack):
    Stack.objects.filter(pk=stack.pk).update(directory="live/old")
    assert done(run).error == "there is no directory live/old on the default branch"


def test_a_disk_that_is_full_is_tried_again(run, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("maturity.adapters.terraform.places.tempfile.mkdtemp", full)
    assert (done(run).state, run.error) == (State.QUEUED, "the worker's disk: No space left on device")
    while done(run).state == State.QUEUED:
        assert run.attempt < 3
    assert only_check().error == "the worker's disk: No space left on device"


def test_what_nobody_expected_ends_the_run_with_a_sentence(run, monkeypatch):
    monkeypatch.setattr(f"{WORK}.record_check", lambda *_, **__: 1 / 0)
    assert done(run).error == "Rungs itself failed; its log has the details."
    assert only_check().outcome == "errored"


def test_no_credential_reaches_a_row(run, stack, fake, monkeypatch):
    keys = {"AWS_SECRET_ACCESS_KEY": "hunter2hunter2hunter2", "AWS_REGION": "eu-central-1"}
    monkeypatch.setattr(f"{WORK}.session_environment", lambda _: keys)
    stack.connection = Connection.objects.create(name="reader", created_at=timezone.now())
    stack.save()
    fake.does(plan='echo "Error: $AWS_SECRET_ACCESS_KEY in $AWS_REGION" >&2; exit 1')
    done(run)
    assert "hunter2" not in run.error + run.log.text + only_check().error
    assert "eu-central-1" in run.error


def test_stacks_of_one_repository_wait_for_each_other(run, stack, fake, settings):
    settings.RUNGS_PLANS_PER_REPOSITORY = 1
    other = make_run(stack.repository, State.RUNNING, kind="plan", exclusive="stack:other")
    done(run)
    assert (run.state, fake.calls()) == (State.QUEUED, [])
    other.delete()
    assert done(run).state == State.FINISHED


def test_a_worker_that_lost_its_lease_writes_nothing(run, fake, monkeypatch):
    expired = timezone.now() + timedelta(hours=1)
    read = terraform.plan

    def slow(*args):
        Run.objects.get(pk=run.pk).lapse(expired)
        return read(*args)

    monkeypatch.setattr(terraform, "plan", slow)
    done(run)
    assert (run.state, DriftCheck.objects.count()) == (State.QUEUED, 0)
