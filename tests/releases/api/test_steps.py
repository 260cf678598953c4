"""Pipelines tell that a step has effect, and read how it was judged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from releases.models import Application, Release, RolloutStep
from tests.releases.api.conftest import Talk
from tests.releases.factories import make_release


@pytest.fixture
def going(shell: Application) -> Release:
    release = make_release(shell, "2.14.0", state="rolling", steps=[10, 100])
    release.tickets.create(
        environment="prod", digest=release.digest, step=10, secret="s", issued_at=timezone.now(),
        expires_at=timezone.now() + timedelta(minutes=30), principal={},
    )  # fmt: skip
    return release


def test_a_step_that_has_effect_is_watched(going: Release, post: Talk):
    response = post("releases/ai-shell@2.14.0/steps", percent=10)
    assert response.status_code == 200, response.json()
    told = response.json()
    assert (told["state"], told["step"]) == ("observing", 10)
    assert [one["percent"] for one in told["steps"]] == [10, 100]
    assert told["steps"][0]["until"] is not None
    assert told["steps"][1]["effective_at"] is None


def test_told_twice_it_changes_nothing(going: Release, post: Talk):
    post("releases/ai-shell@2.14.0/steps", percent=10)
    assert post("releases/ai-shell@2.14.0/steps", percent=10).json()["state"] == "observing"
    assert RolloutStep.objects.count() == 1


def test_more_than_was_let_through_holds_it(going: Release, post: Talk):
    assert post("releases/ai-shell@2.14.0/steps", percent=50).json()["state"] == "held"


def test_less_is_not_there_yet(going: Release, post: Talk):
    assert post("releases/ai-shell@2.14.0/steps", percent=9).json()["state"] == "rolling"


@pytest.mark.parametrize("percent", [0, 101, -1, 1.5, "ten", None])
def test_what_is_no_percentage_is_refused(going: Release, post: Talk, percent: object):
    assert post("releases/ai-shell@2.14.0/steps", percent=percent).status_code == 422


def test_a_release_that_is_not_on_its_way_has_no_steps(going: Release, post: Talk):
    Release.objects.update(state="approved")
    response = post("releases/ai-shell@2.14.0/steps", percent=10)
    assert (response.status_code, RolloutStep.objects.count()) == (422, 0)


@pytest.mark.parametrize("steps", [[10, 5, 100], [10], [], [0, 100], list(range(60, 101))])
def test_steps_that_lead_nowhere_open_nothing(shell: Application, post: Talk, steps: list[int]):
    assert post("releases", version="3.0.0", steps=steps).status_code == 422
    assert not Release.objects.exists()
