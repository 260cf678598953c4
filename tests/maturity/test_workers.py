"""Jobs in real processes, on the chosen database and broker: nothing that is killed or lost may matter."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from maturity.actions import request_scan
from maturity.models import Assessment, Event, Pulse, Repository, Run, Schedule, State
from tests import settings as chosen
from tests.factories import make_repository, make_run, make_schedule
from tests.gitrepo import GitRepo
from tests.house import House, age, opened, state
from tests.servers import kill, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def infra(tmp_path: Path) -> Repository:
    return connected(tmp_path / "infra")


def connected(path: Path) -> Repository:
    GitRepo(path).commit({"main.tf": 'terraform {\n  backend "s3" {}\n}\n'})
    return make_repository(path.name, url=str(path), host="local", web_url="")


def finished(run: Run) -> None:
    until(lambda: state(run) not in (State.QUEUED, State.RUNNING), "the end of the scan")
    assert (run.state, run.error) == (State.FINISHED, "")


def finished_in_time(house: House, run: Run) -> None:
    """The clock ticks on: what a dying process took with it is sent again."""

    def over() -> bool:
        age(run, message="queued_at")
        house.tick()
        return state(run) not in (State.QUEUED, State.RUNNING)

    until(over, "the end of the scan")
    finished(run)


def test_a_worker_killed_in_the_middle_loses_nothing(house, infra):
    house.hold.touch()
    run = request_scan(None, infra)
    house.send(run)
    with house.worker() as first:
        until(lambda: state(run) == State.RUNNING, "the start of the scan")
        kill(first)
    assert state(run) == State.RUNNING
    age(run, lease="lease_until")
    house.hold.unlink()
    assert house.tick().startswith("sent to the workers: 1,")
    with house.worker():
        finished(run)
    assert run.attempt == 2
    assert Assessment.objects.count() == 1
    assert request_scan(None, infra) != run


def test_a_killed_child_leaves_the_run_to_the_next(house, infra):
    house.hold.touch()
    run = request_scan(None, infra)
    house.send(run)
    with house.worker("--concurrency", "2"):
        until(lambda: state(run) == State.RUNNING, "the start of the scan")
        os.kill(int(run.worker.rpartition(":")[2]), signal.SIGKILL)
        age(run, lease="lease_until")
        house.hold.unlink()
        finished_in_time(house, run)
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("how", ["killed"] if chosen.BROKER == "redis" else ["removed", "broken"])
def test_a_broker_that_is_lost_with_its_messages_loses_no_run(house, infra, how):
    waiting = request_scan(None, infra)
    with house.worker() as worker:
        house.send(waiting)
        finished(waiting)
        house.hold.touch()
        under_way = request_scan(None, infra)
        house.send(under_way)
        until(lambda: state(under_way) == State.RUNNING, "the start of the scan")
        other = request_scan(None, connected(house.folder / "other"))
        house.send(other)
        house.lose_broker(how)
        house.send(other)  # a page that is asked meanwhile
        house.start_broker()
        house.hold.unlink()
        finished(under_way)
        finished_in_time(house, other)
        assert worker.poll() is None
    assert Event.objects.filter(kind="scan.failed").count() == 0


def test_a_message_that_comes_three_times_does_the_work_once(house, infra):
    run = request_scan(None, infra)
    for _ in range(3):
        house.send(run)
    with house.worker("--concurrency", "3"):
        finished(run)
        last = request_scan(None, connected(house.folder / "other"))
        house.send(last)
        finished(last)
    assert (run.attempt, Assessment.objects.count()) == (1, 2)


def test_two_clocks_at_once_share_what_is_due(house, tmp_path):
    for number in range(6):
        repository = make_repository(f"acme/{number}")
        make_schedule(repository, next_run_at=timezone.now())
    stale = make_run(make_repository("acme/stale"), State.RUNNING, worker="gone", attempt=1)
    age(stale, lease="lease_until")
    argv, env = [sys.executable, "manage.py", "tick"], {**os.environ, **house.env}
    clocks = [subprocess.Popen(argv, env=env, stdout=subprocess.PIPE) for _ in range(2)]
    said = [clock.communicate(timeout=60)[0].decode() for clock in clocks]
    assert sum(int(re.findall(r"\d+", line)[0]) for line in said) == 7
    assert Run.objects.filter(state=State.QUEUED).count() == 7
    assert not Schedule.objects.filter(next_run_at__lte=timezone.now()).exists()


def test_four_scans_at_once_write_without_an_error(house, tmp_path):
    runs = [request_scan(None, connected(tmp_path / f"r{number}")) for number in range(8)]
    for run in runs:
        age(run, message="queued_at")
    house.tick()
    with house.worker("--concurrency", "4") as worker:
        for run in runs:
            finished(run)
        os.killpg(worker.pid, signal.SIGKILL)
        said = worker.communicate(timeout=40)[0].decode()
    assert "locked" not in said
    assert "Traceback" not in said
    assert Assessment.objects.count() == 8


def test_a_page_does_not_wait_for_a_broker_that_is_down(house, infra):
    house.redis.close()
    run = request_scan(None, infra)
    if chosen.BROKER == "sqlite":
        house.env["BROKER_URL"] = f"sqlite:///{house.folder}/hold/queue.sqlite3"
        house.hold.touch()  # a file where the directory should be
    house.send(run)
    assert state(run) == State.QUEUED


def test_what_tests_see_is_the_database_of_the_workers(house):
    script = (
        "import django; django.setup(); from maturity.models import *; print(Repository.objects.get().name)"
    )
    make_repository("acme/seen")
    assert house.run("-c", script) == "acme/seen\n"


def test_a_worker_that_has_nothing_to_do_still_gives_signs_of_life(house: House):
    with house.worker("--concurrency", "1", "--hostname", "idle@here"):
        until(lambda: Pulse.objects.filter(name="idle@here").exists(), "the first sign of life")
