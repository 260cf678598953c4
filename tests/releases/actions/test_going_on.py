"""What follows of a verdict: the guard, and going on, by people and by itself."""

from __future__ import annotations

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from releases.actions.moving import Blocked
from releases.actions.rollouts import going_on, judging
from releases.core.gate import Outcome
from releases.models import (
    Analysis,
    GateTicket,
    Release,
    RolloutStep,
)  # fmt: skip
from releases.tasks import tick_rollouts
from tests.releases.gates import Settable
from tests.releases.rollout import plan, reach, sent, whole
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["rolling", "observing", "held"])
def test_the_guard_fails_a_step_at_any_time(going: Scene, state: str):
    sent(whole(going, slo=0.999), lambda ago: 200 if ago < 120 else 1)
    reach(going)
    Release.objects.update(state=state)
    assert judging.watch(going.release.pk, timezone.now()) is True
    assert (RolloutStep.objects.get().verdict, going.state) == ("fail", "held")
    assert Analysis.objects.get().kind == "guard"
    assert judging.watch(going.release.pk, timezone.now()) is False


def test_what_burned_before_the_release_is_not_its_own(going: Scene):
    sent(whole(going, slo=0.999), lambda ago: 200 if ago > 120 else 0)
    reach(going)
    assert judging.watch(going.release.pk, timezone.now()) is False
    assert going.state == "observing"


def test_a_guard_that_fails_after_a_pass_makes_it_a_fail(going: Scene):
    sent(whole(going, slo=0.999), lambda ago: 200 if ago < 120 else 1)
    reach(going)
    RolloutStep.objects.update(verdict="pass")
    judging.watch(going.release.pk, timezone.now())
    assert RolloutStep.objects.get().verdict == "fail"


def test_after_a_pass_it_goes_on_by_itself_where_the_plan_says_so(going: Scene):
    plan(going, automatic=True)
    reach(going)
    assert going_on.due_to_go_on() == []
    RolloutStep.objects.update(verdict="pass")
    tick_rollouts()
    assert (going.state, GateTicket.objects.latest("pk").step) == ("rolling", 50)


def test_it_does_not_go_on_by_itself_into_a_freeze(going: Scene, gates: Settable):
    plan(going, automatic=True)
    reach(going)
    RolloutStep.objects.update(verdict="pass")
    gates.outcomes["not_frozen"] = Outcome.FAILED
    assert going_on.go_on_by_itself(going.release.pk, timezone.now()) is False
    assert going.state == "observing"
    assert going.release.state_why.startswith("10 % passed, and it does not go on by itself: ")


def test_going_on_asks_everything_once_more(going: Scene, gates: Settable):
    reach(going)
    RolloutStep.objects.update(verdict="pass")
    gates.outcomes["no_open_drift"] = Outcome.FAILED
    with pytest.raises(Blocked):
        going_on.go_on(going["eva"], going.now, digest=going.release.digest)
    assert going.state == "observing"


@pytest.mark.parametrize("verdict", ["", "fail", "marginal", "inconclusive"])
def test_nothing_but_a_pass_is_gone_on_from(going: Scene, verdict: str):
    plan(going, automatic=True)
    reach(going)
    RolloutStep.objects.update(verdict=verdict)
    assert going_on.due_to_go_on() == []
    assert going_on.go_on_by_itself(going.release.pk, timezone.now()) is False
    with pytest.raises(Refused):
        going_on.go_on(going["eva"], going.now, digest=going.release.digest)
