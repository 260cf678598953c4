"""A job of GitHub Actions waits for its release: heard through the webhook, answered on the host."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Event, Repository
from releases.actions.calls import answer_calls
from releases.models import Application, GateCall, Release
from tests.factories import make_repository, sha
from tests.maturity.views.test_hooks import deliver
from tests.releases.gates import Settable
from tests.releases.scene import Scene
from tests.servers_hosts import FakeHost, serve

pytestmark = pytest.mark.django_db
COMMIT = sha("2.14.0")


@pytest.fixture(autouse=True)
def gates() -> Iterator[Settable]:
    with Settable().in_place() as gates:
        yield gates


@pytest.fixture
def host(bot: None) -> Iterator[FakeHost]:
    with serve("github") as made:
        yield made


@pytest.fixture
def scene(host: FakeHost) -> Scene:
    scene = Scene()
    repository = make_repository("acme/network", url=host.url, host="github")
    Application.objects.update(repository=repository, tags="v*")
    scene.release.refresh_from_db()
    return scene


@pytest.fixture
def repository(scene: Scene) -> Repository:
    return Repository.objects.get(name="acme/network")


def ask(repository: Repository, environment: str = "production", page: str = "", **more: Any) -> int:
    root = repository.url.removesuffix("/acme/network")
    payload = {
        "action": "requested", "environment": environment, "event": "push", "sha": COMMIT, "ref": "v2.14.0",
        "deployment_callback_url":
            f"{root}/api/v3/repos/acme/network/actions/runs/42/deployment_protection_rule",
        "deployment": {"id": 7, "sha": COMMIT, "ref": "v2.14.0"},
        "repository": {"html_url": page or repository.url}, **more,
    }  # fmt: skip
    return deliver(Client(), repository, "deployment_protection_rule", payload)


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="call.").order_by("pk").values_list("kind", flat=True))


def later(minutes: int = 5) -> Any:
    return timezone.now() + timedelta(minutes=minutes)


def test_a_job_waits_until_the_release_is_signed_off(scene: Scene, repository: Repository, host: FakeHost):
    assert ask(repository) == 200
    scene.submit()
    assert (answer_calls(timezone.now()), host.gates) == (0, [])
    scene.sign("ana", "ops.owner")
    scene.sign("mia")
    assert answer_calls(timezone.now()) == 1
    ((run, environment, state, comment),) = host.gates
    assert (run, environment, state) == (42, "production", "approved")
    assert comment.startswith("Release 2.14.0 may go: 100 % of the traffic.")
    call = GateCall.objects.get()
    assert (call.standing, call.release, scene.state) == ("approved", scene.release, "rolling")
    assert kinds() == ["call.waiting", "call.answered"]
    assert answer_calls(later()) == 0


def test_a_release_that_is_rejected_rejects_the_job(scene: Scene, repository: Repository, host: FakeHost):
    ask(repository)
    Release.objects.update(state="rejected", state_why="not on Friday")
    assert answer_calls(timezone.now()) == 1
    assert host.gates[0][2] == "rejected"
    assert "not on Friday" in host.gates[0][3]
    assert GateCall.objects.get().standing == "rejected"


@pytest.mark.parametrize(("environment", "state"), [("staging", "approved"), ("moon", "rejected")])
def test_stage_does_not_wait_and_an_unknown_place_is_refused(
    scene: Scene, repository: Repository, host: FakeHost, environment: str, state: str
):
    ask(repository, environment)
    assert answer_calls(timezone.now()) == 1
    assert (host.gates[0][2], scene.state) == (state, "draft")


def test_a_repository_without_an_application_is_refused(scene: Scene, repository: Repository, host: FakeHost):
    Application.objects.update(repository=None)
    ask(repository)
    answer_calls(timezone.now())
    assert host.gates[0][2] == "rejected"
    assert kinds() == ["call.waiting", "call.answered"]


def test_another_commit_by_the_same_tag_waits(scene: Scene, repository: Repository, host: FakeHost):
    scene.approve()
    ask(repository, sha="b" * 40)
    assert (answer_calls(timezone.now()), host.gates, scene.state) == (0, [], "approved")


def test_only_one_of_two_jobs_is_let_through(scene: Scene, repository: Repository, host: FakeHost):
    scene.approve()
    ask(repository)
    ask(repository, deployment={"id": 8, "sha": COMMIT, "ref": "v2.14.0"})
    answer_calls(timezone.now())
    assert [one[2] for one in host.gates] == ["approved"]
    assert GateCall.objects.filter(standing="waiting").count() == 1


def test_a_host_that_fails_is_told_again_and_the_release_goes_once(
    scene: Scene, repository: Repository, host: FakeHost
):
    scene.approve()
    ask(repository)
    host.fail(502, times=1)
    assert answer_calls(timezone.now()) == 0
    call = GateCall.objects.get()
    assert (call.standing, call.tries, scene.state) == ("waiting", 1, "rolling")
    assert "fails at the moment" in call.error
    assert answer_calls(timezone.now()) == 0
    assert answer_calls(later()) == 1
    assert (host.gates[0][2], scene.release.tickets.count()) == ("approved", 1)


def test_what_was_stopped_before_it_was_told_is_rejected(
    scene: Scene, repository: Repository, host: FakeHost
):
    scene.approve()
    ask(repository)
    host.fail(502, times=1)
    answer_calls(timezone.now())
    Release.objects.update(state="held")
    answer_calls(later())
    assert host.gates[0][2] == "rejected"


def test_a_run_that_is_gone_ends_the_call(scene: Scene, repository: Repository, host: FakeHost):
    scene.approve()
    ask(repository)
    host.fail(404)
    answer_calls(timezone.now())
    assert GateCall.objects.get().standing == "failed"
    assert kinds() == ["call.waiting", "call.failed"]


def test_after_a_month_nobody_waits(scene: Scene, repository: Repository, host: FakeHost):
    ask(repository)
    answer_calls(timezone.now() + timedelta(days=31))
    assert (GateCall.objects.get().standing, host.gates) == ("expired", [])
    assert kinds() == ["call.waiting", "call.expired"]


def test_while_a_release_is_rolled_back_the_version_before_may_go(
    scene: Scene, repository: Repository, host: FakeHost
):
    Release.objects.update(state="rolling_back", base_commit="c" * 40, base_version="2.13.0")
    ask(repository, sha="c" * 40, ref="v2.13.0")
    answer_calls(timezone.now())
    assert host.gates[0][2] == "approved"


@pytest.mark.parametrize(
    "callback",
    [
        "https://evil.example/api/v3/repos/acme/network/actions/runs/42/deployment_protection_rule",
        "http://127.0.0.1:1/repos/acme/other/actions/runs/42/deployment_protection_rule",
        "http://169.254.169.254/actions/runs/42/deployment_protection_rule", "", "x" * 5000,
    ],
)  # fmt: skip
def test_an_answer_never_goes_elsewhere(scene: Scene, repository: Repository, host: FakeHost, callback: str):
    assert ask(repository, deployment_callback_url=callback) == 400
    assert GateCall.objects.count() == 0


def test_the_rule_of_another_repository_is_passed_over(scene: Scene, repository: Repository):
    assert ask(repository, page="https://github.com/mallory/network") == 200
    assert GateCall.objects.count() == 0


def test_the_same_request_twice_is_one_call(scene: Scene, repository: Repository):
    ask(repository)
    ask(repository, event="workflow_dispatch")
    assert GateCall.objects.count() == 1
