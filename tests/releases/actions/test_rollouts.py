"""Steps of a release: reached, watched, judged once, and gone on from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from releases.actions import moving
from releases.actions.deployments import record
from releases.actions.rollouts import going_on, judging, reading
from releases.models import (
    Analysis,
    GateTicket,
    MetricPoint,
    MetricSample,
    MetricVerdict,
    MetricWindow,
    Release,
    RolloutStep,
)  # fmt: skip
from tests.releases.factories import ARTIFACT, make_metric
from tests.releases.rollout import judged, kinds, last, plan, reach, sent, whole
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db


def test_a_step_that_is_reached_is_watched_for_as_long_as_its_traffic_needs(going: Scene):
    metric, now = whole(going), timezone.now()
    MetricSample.objects.bulk_create(
        MetricSample(metric=metric, at=now - timedelta(minutes=5 * n), bad=30, total=3000, points=5)
        for n in range(1, 12)
    )
    record(going.application, "prod", "2.14.0", artifact=ARTIFACT)
    step = RolloutStep.objects.get()
    assert (step.percent, going.state) == (10, "observing")
    assert step.needs is not None
    assert 380 < step.needs < 500  # 436 requests show three times one percent, at one each second
    assert step.until is not None
    assert round((step.until - step.effective_at).total_seconds()) == 300 + step.needs
    assert step.seen == "the deployment of 2.14.0 succeeded"


def test_without_traffic_that_is_known_it_lasts_the_least_minutes(going: Scene):
    plan(going, bake=20)
    record(going.application, "prod", "2.14.0", artifact=ARTIFACT)
    step = RolloutStep.objects.get()
    assert (step.needs, step.why) == (None, "The traffic is not known.")
    assert step.until == step.effective_at + timedelta(minutes=25)


def test_before_its_time_nothing_is_judged(going: Scene):
    sent(whole(going), lambda _: 1)
    record(going.application, "prod", "2.14.0", artifact=ARTIFACT)
    assert judging.due_steps(timezone.now()) == []
    assert judging.judge_step(RolloutStep.objects.get().pk, timezone.now()) is None


def test_a_pass_waits_for_a_person_and_gives_them_the_next_ticket(going: Scene):
    last(going)
    Release.objects.update(steps=[10, 50, 100])
    GateTicket.objects.update(step=50)
    sent(whole(going), lambda _: 1)
    step = judged(going)
    assert (step.verdict, going.state, going.release.step) == ("pass", "observing", 50)
    secret = going_on.go_on(going["eva"], going.release, digest=going.release.digest)
    assert (going.state, GateTicket.objects.latest("pk").step) == ("rolling", 100)
    assert going.use(secret).step == 100
    assert kinds()[-3:] == ["rollout.advanced", "ticket.issued", "ticket.used"]


def test_all_that_was_judged_is_kept(going: Scene):
    last(going)
    metric = whole(going)
    sent(metric, lambda _: 1)
    judged(going)
    analysis = Analysis.objects.get()
    assert (analysis.kind, analysis.verdict, analysis.step) == ("step", "pass", RolloutStep.objects.get())
    found = MetricVerdict.objects.get()
    assert found.given["case"]["kind"] == "counts"
    assert found.found["verdict"] == "pass"
    assert sorted(MetricWindow.objects.values_list("phase", flat=True)) == ["after", "before"]
    assert all(len(one.points) > 50 for one in MetricWindow.objects.all())


def test_the_last_step_that_passes_completes_it(going: Scene):
    last(going)
    sent(whole(going), lambda _: 1)
    assert judged(going).verdict == "pass"
    assert going.state == "completed"


def test_with_metrics_the_last_deployment_completes_nothing_yet(going: Scene):
    last(going)
    whole(going)
    record(going.application, "prod", "2.14.0", artifact=ARTIFACT)
    assert (going.state, going.release.step) == ("observing", 100)


def test_a_fail_holds_it_and_proposes_to_go_back(going: Scene):
    last(going)
    sent(whole(going), lambda ago: 100 if ago < 120 else 1)
    assert judged(going).verdict == "fail"
    assert going.state == "held"
    assert going.release.state_why.startswith("100 %: fail: Errors: 10 % are bad")
    assert "rollout.failed" in kinds()


def test_a_fail_rolls_it_back_where_the_plan_says_so(going: Scene):
    plan(going, on_fail="start")
    last(going)
    sent(whole(going), lambda ago: 100 if ago < 120 else 1)
    judged(going)
    assert going.state == "rolling_back"
    assert going.release.rollbacks.get().person is None


def test_what_failed_is_not_gone_on_from_and_two_people_decide(going: Scene):
    step = reach(going)
    RolloutStep.objects.update(verdict="fail")
    Release.objects.update(state="held")
    with pytest.raises(Refused):
        going_on.go_on(going["eva"], going.now, digest=going.release.digest)
    why, digest = "the errors are those of a test", going.release.digest
    assert moving.resume(going["mia"], going.now, why, digest=digest) == ""
    assert moving.resume(going["ana"], going.now, why, digest=digest).startswith("rungs_gate_")
    step.refresh_from_db()
    assert step.verdict == "fail"


def test_a_share_of_the_traffic_is_not_passed_by_figures_of_all_of_it(going: Scene):
    sent(whole(going), lambda _: 1)
    RolloutStep.objects.filter(pk=reach(going).pk).update(extended=True)
    judging.judge_step(RolloutStep.objects.get().pk, timezone.now())
    assert RolloutStep.objects.get().verdict == "inconclusive"
    assert going.state == "held"
    assert "hide a harm to 10 % of it" in going.release.state_why


def test_what_is_inconclusive_gets_as_long_again_once_and_is_then_held(going: Scene):
    make_metric(going.application)
    step = judged(going)
    assert (step.verdict, step.extended, going.state) == ("", True, "observing")
    assert step.until is not None
    assert step.until > timezone.now()
    RolloutStep.objects.update(until=timezone.now() - timedelta(minutes=3))
    assert judging.judge_step(step.pk, timezone.now()) == "inconclusive"
    assert going.state == "held"
    assert (
        going.release.state_why == "10 %: inconclusive: Latency, p95: The source has no points of that time."
    )


def test_without_any_metric_a_person_decides(going: Scene):
    assert judged(going).verdict == "inconclusive"
    assert going.state == "held"
    assert going.release.state_why == "10 %: inconclusive: No metric is bound: a person decides."


def test_one_that_is_judged_already_is_not_judged_again(going: Scene):
    last(going)
    sent(whole(going), lambda ago: 100 if ago < 120 else 1)
    step = judged(going)
    assert judging.judge_step(step.pk, timezone.now()) is None
    assert Analysis.objects.count() == 1


def test_what_somebody_judged_meanwhile_is_left_alone(going: Scene, monkeypatch: pytest.MonkeyPatch):
    last(going)
    metric = whole(going)
    sent(metric, lambda _: 1)
    step = reach(going)
    look = reading.read_all

    def slow(*given: Any) -> object:
        RolloutStep.objects.filter(pk=step.pk).update(verdict="fail")
        return look(*given)

    monkeypatch.setattr(reading, "read_all", slow)
    assert judging.judge_step(step.pk, timezone.now()) is None
    assert (RolloutStep.objects.get().verdict, Analysis.objects.count()) == ("fail", 0)


def test_a_level_is_judged_against_what_is_usual_at_this_hour(going: Scene):
    last(going)
    metric, now = make_metric(going.application), timezone.now()
    points = [now - timedelta(minutes=ago) for ago in range(1, 240)]
    MetricPoint.objects.bulk_create(
        MetricPoint(metric=metric, at=at, value=100.0 + (n * 7 % 11)) for n, at in enumerate(points)
    )
    weeks = [now - timedelta(weeks=week) for week in (1, 2, 3, 4)]
    MetricSample.objects.bulk_create(
        MetricSample(metric=metric, at=_slot(week - timedelta(minutes=5 * n)), value=100.0 + n % 3, points=5)
        for week in weeks for n in range(60)
    )  # fmt: skip
    assert judged(going).verdict == "pass"
    assert MetricVerdict.objects.get().found["weeks"] == 4


def _slot(at: datetime) -> datetime:
    return datetime.fromtimestamp(at.timestamp() // 300 * 300, at.tzinfo)
