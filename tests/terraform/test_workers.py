"""Plans in real worker processes, killed and cancelled: no lock, no process, no stuck run may stay."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from maturity.actions import cancel_run, request_check, request_scan
from maturity.models import Run, Stack, State
from tests.cloud import REGION, Cloud
from tests.factories import make_repository, make_stack, make_user
from tests.gitrepo import GitRepo
from tests.house import House, age, opened, state
from tests.servers import kill, needs, until
from tests.terraform.estate import LOCK_FILE, Estate
from tests.terraform.fake import SLOW, Fake

pytestmark = pytest.mark.django_db(transaction=True)

PLANNER = ("--queues", "plan", "--hostname", "planner@%h", "--concurrency", "1")
BUCKET, KEY = "acme-state", "net.tfstate"
S3 = f"""backend "s3" {{
    bucket                      = "{BUCKET}"
    key                         = "{KEY}"
    region                      = "{REGION}"
    use_lockfile                = true
    endpoints                   = {{ s3 = "%s" }}
    use_path_style              = true
    skip_credentials_validation = true
    skip_metadata_api_check     = true
    skip_requesting_account_id  = true
    skip_s3_checksum            = true
  }}"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def fake(tmp_path: Path, house: House) -> Fake:
    made = Fake(tmp_path)
    house.env["PATH"] = f"{made.bin}:{house.env['PATH']}"
    return made


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    GitRepo(tmp_path / "infra").commit({"live/main.tf": "", f"live/{LOCK_FILE}": ""})
    repository = make_repository("acme/infra", url=str(tmp_path / "infra"), host="local", web_url="")
    return make_stack(repository, "live", mode="pull")


def places(house: House) -> list[Path]:
    return list((house.folder / "data" / "plans").glob("*"))


def at_work(house: House) -> list[str]:
    """Processes in a place where plans are made: terraform, its providers, and what they started."""
    top, found = str(house.folder / "data" / "plans"), []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and str((process / "cwd").readlink()).startswith(top):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def killed(house: House, run: Run, begun: Callable[[], bool]) -> None:
    """Kill the whole worker with -9 when the plan has begun, and see that nothing goes on."""
    house.send(run)
    with house.worker(*PLANNER) as worker:
        until(begun, "the start of the plan")
        assert at_work(house) != []
        kill(worker)
    until(lambda: at_work(house) == [], "the end of everything the worker had started")
    assert state(run) == State.RUNNING


@needs("terraform")
def test_a_worker_killed_while_it_plans_leaves_no_lock_no_process_and_no_stuck_run(
    house: House, stack: Stack, estate: Estate, cloud: Cloud, tmp_path: Path
):
    s3 = cloud.bucket()
    s3.put_object(Bucket=BUCKET, Key=KEY, Body=estate.state.read_bytes())
    files = {"main.tf": estate.using(S3 % cloud.url), LOCK_FILE: estate.files[LOCK_FILE]}
    GitRepo(tmp_path / "infra").commit({f"live/{name}": text for name, text in files.items()})
    stack.connection, stack.state_place = cloud.connection(), f"s3://{BUCKET}/{KEY}"
    stack.connection.save()
    stack.save()
    house.env |= {
        "RUNGS_TERRAFORM_CONFIG": str(estate.config), "RUNGS_ALLOW_HTTP": "1",
        "RUNGS_ALLOW_PRIVATE_ADDRESSES": "1",
    }  # fmt: skip

    def objects() -> list[str]:
        return [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]

    estate.hold.touch()
    run = request_check(None, stack)
    killed(house, run, lambda: estate.held.exists() and objects() == [KEY])
    assert objects() == [KEY]
    (left,) = places(house)
    os.utime(left, (0, 0))
    estate.hold.unlink()
    age(run, lease="lease_until")
    house.tick()
    with house.worker(*PLANNER):
        until(lambda: state(run) not in (State.QUEUED, State.RUNNING), "the end of the second attempt")
    stack.refresh_from_db()
    assert (run.state, run.error, run.attempt, stack.finding) == (State.FINISHED, "", 2, "in_sync")
    assert places(house) == []
    assert objects() == [KEY]


@pytest.mark.parametrize("phase", ["init", "show"])
def test_a_worker_killed_in_another_phase_leaves_nothing_either(house, stack, fake, phase):
    fake.does(**{phase: SLOW})
    run = request_check(None, stack)
    killed(house, run, fake.begun)
    assert run.phase == phase
    age(run, lease="lease_until")
    house.tick()
    assert (state(run), run.attempt) == (State.QUEUED, 1)


def test_a_running_check_is_cancelled_and_scans_do_not_wait_for_it(house, stack, fake):
    fake.does(plan=SLOW)
    check, scan = request_check(None, stack), request_scan(None, stack.repository)
    for run in (check, scan):
        house.send(run)
    with house.worker():
        until(lambda: state(scan) == State.FINISHED, "the end of the scan")
        assert state(check) == State.QUEUED
    with house.worker(*PLANNER):
        until(fake.begun, "the start of the plan")
        cancel_run(make_user(), check)
        until(lambda: state(check) == State.CANCELLED, "the end of the check")
    assert at_work(house) == []
    assert places(house) == []
