"""Deployments ask whether a release may go, and one is let through, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from releases.api.routers import gates as router
from releases.core.gate import Outcome
from releases.models import GateTicket, Release
from tests.factories import make_token
from tests.releases.api.conftest import SECRET, Talk
from tests.releases.factories import ARTIFACT
from tests.releases.gates import Settable
from tests.releases.scene import Scene

GATE = "gates/ai-shell@2.14.0"


@pytest.fixture(autouse=True)
def gates() -> Iterator[Settable]:
    with Settable().in_place() as gates:
        yield gates


@pytest.fixture
def scene(db: None) -> Scene:
    scene = Scene()
    make_token(None, SECRET, team=scene.team, verbs=["release", "gate"])
    return scene


@pytest.fixture
def shell(scene: Scene) -> Any:
    return scene.application


def test_before_it_is_signed_off_all_that_keeps_it_back_is_told(scene: Scene, get: Talk):
    scene.submit()
    response = get(GATE)
    told = response.json()
    assert (told["allowed"], told["state"], told["digest"]) == (False, "in_review", scene.now.digest)
    assert [one["item"] for one in told["reasons"]] == ["ops.owner", ""]
    assert {"title", "reason", "answer", "url"} <= told["reasons"][0].keys()
    assert (told["retry_after"], response.headers["Retry-After"]) == (15, "15")


def test_signed_off_it_may_go(scene: Scene, get: Talk):
    scene.approve()
    told = get(f"gates/{scene.release.pk}").json()
    assert (told["allowed"], told["step"], told["reasons"], told["retry_after"]) == (True, 100, [], None)


@pytest.mark.parametrize("state", ["abandoned", "completed", "rejected", "rolled_back", "rollback_failed"])
def test_what_is_over_is_not_worth_asking_again(scene: Scene, get: Talk, state: str):
    Release.objects.update(state=state, state_why="given up")
    response = get(f"{GATE}?wait=50")
    assert (response.json()["allowed"], response.json()["retry_after"]) == (False, None)
    assert "Retry-After" not in response.headers


def go(post: Talk, **more: Any) -> Any:
    return post(GATE, **{"environment": "production", "digest": ARTIFACT, **more})


def test_going_starts_what_is_signed_off_and_uses_its_ticket(scene: Scene, post: Talk):
    scene.approve()
    response = go(post, digest=scene.now.digest)
    assert response.status_code == 200, response.json()
    assert (response.json()["allowed"], response.json()["step"], scene.state) == (True, 100, "rolling")
    ticket = GateTicket.objects.get()
    assert (ticket.used_by, ticket.used_at is None) == ("ci", False)


def test_the_second_job_is_not_let_through(scene: Scene, post: Talk):
    scene.approve()
    assert go(post).status_code == 200
    second = go(post)
    assert (second.status_code, second.json()["allowed"]) == (409, False)
    assert GateTicket.objects.count() == 1


def test_the_same_job_asking_twice_is_answered_twice(scene: Scene, post: Talk):
    scene.approve()
    assert [go(post, key=key).status_code for key in ("job-7", "job-7", "job-8")] == [200, 200, 409]
    assert GateTicket.objects.count() == 1


def test_a_ticket_of_the_page_is_spent_once(scene: Scene, post: Talk):
    scene.approve()
    secret = scene.start()
    assert go(post, ticket="rungs_gate_guessed").status_code == 409
    assert [go(post, ticket=secret).status_code for _ in range(2)] == [200, 409]


def test_what_was_started_on_the_page_goes_without_its_ticket_too(scene: Scene, get: Talk, post: Talk):
    scene.approve()
    scene.start()
    assert get(GATE).json()["allowed"] is True
    assert go(post).status_code == 200
    assert get(GATE).json()["reasons"][0]["answer"].startswith("its ticket was used")


def test_a_ticket_that_ran_out_lets_nobody_through(scene: Scene, get: Talk, post: Talk):
    scene.approve()
    scene.start()
    GateTicket.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert get(GATE).json()["allowed"] is False
    assert go(post).status_code == 409


def test_the_ticket_of_another_release_is_unknown(scene: Scene, post: Talk):
    scene.approve()
    secret = scene.start()
    other = scene.another("2.15.0")
    sent = {"environment": "prod", "digest": other.digest, "ticket": secret}
    assert post(f"gates/{other.pk}", **sent).status_code == 409
    assert GateTicket.objects.get().used_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest": "sha256:" + "b" * 64},
        {"digest": "f" * 64},
        {"digest": ""},
        {"environment": "stage"},
        {"step": 10},
    ],
)  # fmt: skip
def test_anything_else_than_what_was_signed_off_starts_nothing(scene: Scene, post: Talk, wrong: Any):
    scene.approve()
    assert (go(post, **wrong).status_code, scene.state) == (409, "approved")
    assert GateTicket.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"environment": "moon"}, {"step": 0}, {"step": 101}, {"foo": 1}, {"ticket": "x" * 201}]
)
def test_what_makes_no_sense_is_refused(scene: Scene, post: Talk, wrong: Any):
    scene.approve()
    assert (go(post, **wrong).status_code, scene.state) == (422, "approved")


def test_going_asks_the_gates_once_more(scene: Scene, post: Talk, gates: Settable):
    scene.approve()
    gates.outcomes["no_open_drift"] = Outcome.FAILED
    response = go(post)
    assert (response.status_code, scene.state) == (409, "in_review")
    assert [one["item"] for one in response.json()["reasons"]] == ["iac.drift"]
    assert response.headers["Retry-After"] == "15"


def test_whoever_waits_is_answered_when_it_may_go(scene: Scene, get: Talk, monkeypatch: pytest.MonkeyPatch):
    scene.submit()
    scene.sign("ana", "ops.owner")
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        scene.sign("mia")

    monkeypatch.setattr(router, "pause", pause)
    assert get(f"{GATE}?wait=50").json()["allowed"] is True
    assert waited == [router.EVERY]


def test_whoever_waits_is_answered_when_the_time_is_over(
    scene: Scene, get: Talk, monkeypatch: pytest.MonkeyPatch
):
    scene.submit()
    at = [0.0]
    monkeypatch.setattr(router, "clock", lambda: at[0])
    monkeypatch.setattr(router, "pause", lambda seconds: at.__setitem__(0, at[0] + seconds))
    told = get(f"{GATE}?wait=3").json()
    assert (told["allowed"], told["retry_after"], at) == (False, 15, [3.0])


def test_not_all_threads_wait(scene: Scene, get: Talk, monkeypatch: pytest.MonkeyPatch):
    scene.submit()

    class Full:
        def acquire(self, *, blocking: bool) -> bool:
            return blocking

    monkeypatch.setattr(router, "WAITERS", Full())
    response = get(f"{GATE}?wait=50")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "15")
    assert get(GATE).status_code == 200


@pytest.mark.parametrize("query", ["wait=56", "wait=-1", "wait=x", "weit=5", "wait=1&wait=2"])
def test_nobody_waits_longer(scene: Scene, get: Talk, query: str):
    assert get(f"{GATE}?{query}").status_code == 422
