"""Whatever is told, judged and decided, in whatever order: more traffic needs a pass, or people."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.actions.errors import Refused
from maturity.models import Event
from releases.actions import moving
from releases.actions.locking import locked
from releases.actions.rollouts import going_on, judging
from releases.actions.rollouts.reaching import reach
from releases.core.verdict import Verdict
from releases.models import Release, RolloutPlan, RolloutStep
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
STEPS = [1, 10, 50, 100]


@pytest.fixture
def going(scene: Scene) -> Scene:
    RolloutPlan.objects.create(application=scene.application, steps=STEPS, automatic=True)
    Release.objects.update(steps=STEPS)
    scene.approve()
    scene.use(scene.start())
    return scene


def judge(scene: Scene, verdict: Verdict) -> None:
    """As at the planned end, or by the guard."""
    release = locked(scene.release)
    step = release.rollout_steps.last()
    if step is not None and release.state in judging.GUARDED:
        judging.settle(release, step, verdict, "It is so.", timezone.now())


def resume(scene: Scene, name: str) -> None:
    moving.resume(scene[name], scene.now, "we looked at it", digest=scene.now.digest)


def arrive(scene: Scene, percent: int) -> None:
    reach(locked(scene.release), percent, "seen", timezone.now())


def wait(scene: Scene) -> None:
    later = timezone.now() + timedelta(days=9)
    for pk in judging.due_steps(later):
        judging.judge_step(pk, later)


ACTS: dict[str, Callable[[Scene], object]] = {
    **{str(one): partial(judge, verdict=one) for one in Verdict},
    **{f"{part} % is there": partial(arrive, percent=part) for part in STEPS},
    **{f"{name} resumes": partial(resume, name=name) for name in ("mia", "ana", "lin")},
    "somebody goes on": lambda scene: going_on.go_on(scene["eva"], scene.now, digest=scene.now.digest),
    "it goes on by itself": lambda scene: going_on.go_on_by_itself(scene.release.pk, timezone.now()),
    "somebody holds it": lambda scene: moving.hold(scene["eva"], scene.now, ""),
    "the clock judges": wait,
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), min_size=3, max_size=14))
def test_more_traffic_is_opened_by_a_pass_or_by_people_alone(going: Scene, acts: list[str]):
    with transaction.atomic():
        failed: set[int] = set()
        for act in ["1 % is there", *acts]:
            with suppress(Refused):
                ACTS[act](going)
            failed |= {step.pk for step in RolloutStep.objects.filter(verdict="fail")}
            assert failed == {step.pk for step in RolloutStep.objects.filter(verdict="fail")}
            assert _unfounded() == []
        transaction.set_rollback(True)


def _unfounded() -> list[str]:
    """Tickets after the first that no pass stands before, nor a decision, with nothing worse since."""
    wrong, may = [], True
    for event in Event.objects.order_by("pk"):
        if event.kind in ("release.resumed", "rollout.passed"):
            may = True
        elif event.kind in ("rollout.failed", "rollout.undecided", "release.held", "release.reached"):
            may = False
        elif event.kind == "ticket.issued":
            if not may:
                wrong.append(f"{event.data['step']} % was opened by nothing")
            may = False
    return wrong


def test_without_a_verdict_nothing_goes_on(going: Scene):
    ACTS["1 % is there"](going)
    for act in ("somebody goes on", "it goes on by itself"):
        with suppress(Refused):
            ACTS[act](going)
    assert (going.state, going.release.step) == ("observing", 1)


def test_two_passes_open_two_steps(going: Scene):
    for act in ("1 % is there", "pass", "it goes on by itself", "10 % is there", "pass", "somebody goes on"):
        ACTS[act](going)
    assert list(going.release.tickets.order_by("pk").values_list("step", flat=True)) == [1, 10, 50]
