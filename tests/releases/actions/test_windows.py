"""What metrics did before and after a deployment: taken when due, and judged once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.utils import timezone
from msgspec.structs import replace

from maturity.models import Event
from releases import tasks
from releases.actions.deployments import record
from releases.actions.windows import due_deployments, plan_looks, take_windows
from releases.adapters.metrics import Failed, all_sources
from releases.core.verdict import Judged, stored
from releases.models import Analysis, Deployment, Metric, MetricPoint, MetricSample, MetricWindow
from tests.releases.factories import make_application, make_deployment, make_metric

pytestmark = pytest.mark.django_db
AT = timezone.now().replace(second=0, microsecond=0) - timedelta(days=3)
MINUTE = timedelta(minutes=1)


def after(minutes: int) -> datetime:
    return AT + minutes * MINUTE + timedelta(minutes=3)


def deployed(**fields: Any) -> Deployment:
    given: dict[str, Any] = {"environment": "prod", "started_at": AT, "finished_at": AT}
    found = make_deployment(fields.pop("application", None) or make_application(), **{**given, **fields})
    plan_looks(found, AT)
    return found


def errors(deployment: Deployment, before: int, later: int, **fields: Any) -> Metric:
    """So many of a hundred requests a minute are bad before it, and so many after."""
    given: dict[str, Any] = {"kind": "counts", "name": "Errors", "query": "errors", "unit": ""}
    metric = make_metric(deployment.application, **{**given, **fields})
    MetricPoint.objects.bulk_create(
        MetricPoint(metric=metric, at=AT + n * MINUTE, bad=before if n < 0 else later, total=100)
        for n in range(-60, 60)
    )
    return metric


def latency(deployment: Deployment, factor: float, weeks: int = 4) -> Metric:
    """Its level after the deployment as a multiple of before, and calm weeks before that."""
    metric = make_metric(deployment.application)
    wave = [100 + 3 * ((7 * n) % 11 - 5) for n in range(120)]
    MetricPoint.objects.bulk_create(
        MetricPoint(metric=metric, at=AT + n * MINUTE, value=wave[n + 60] * (factor if n >= 0 else 1))
        for n in range(-60, 60)
    )
    MetricSample.objects.bulk_create(
        MetricSample(metric=metric, at=AT - timedelta(weeks=week) + n * 5 * MINUTE, points=5,
                     value=100 + 0.5 * ((7 * n + week) % 5 - 2))
        for week in range(1, weeks + 1) for n in range(-12, 12)
    )  # fmt: skip
    return metric


def looked(deployment: Deployment, minutes: int = 60) -> Analysis:
    take_windows(deployment, after(minutes))
    return Analysis.objects.get(look__deployment=deployment, look__minutes=minutes)


@pytest.fixture
def down(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def read(asked: object) -> None:
        raise Failed("connection refused", permanent=False, of_source=True)

    def go() -> None:
        changed = {kind: replace(source, read=read) for kind, source in all_sources().items()}
        monkeypatch.setattr("releases.actions.metrics.live.all_sources", lambda: changed)

    return go


def test_every_deployment_is_looked_at_three_times_whoever_told_of_it():
    for origin in ("api", "github", "gitlab", "ecs", "person"):
        found = record(make_application(origin), "stage", "1.0", origin=origin)
        assert list(found.looks.values_list("minutes", flat=True)) == [5, 60, 1440]


def test_a_history_that_is_told_late_is_not_measured():
    old = timezone.now() - timedelta(days=30)
    assert not record(make_application(), "prod", "1.0", started_at=old, finished_at=old).looks.exists()


def test_each_look_is_given_to_one_worker_until_that_takes_too_long():
    found = deployed()
    assert due_deployments(AT) == []
    assert [due_deployments(after(5)) for _ in range(2)] == [[found.pk], []]
    assert due_deployments(after(5) + timedelta(minutes=11)) == [found.pk]


def test_three_times_as_many_errors_fail_within_five_minutes():
    found = deployed()
    errors(found, 2, 20)
    analysis = looked(found, 5)
    assert (analysis.verdict, analysis.kind) == ("fail", "deployment")
    assert analysis.sentence.startswith("Errors: 20 % are bad, 10.00 times the share of before")


def test_as_many_errors_as_before_pass_within_the_hour():
    found = deployed()
    errors(found, 2, 2)
    assert (looked(found).verdict, looked(found).sentence) == ("pass", "The metric is as before.")


def test_a_level_that_rose_by_a_half_fails_where_weeks_say_what_is_usual():
    found = deployed()
    latency(found, 1.5)
    assert looked(found).verdict == "fail"
    assert looked(found).metrics.get().found["weeks"] == 4


def test_a_level_that_rose_is_marginal_where_no_week_says_what_is_usual():
    found = deployed()
    latency(found, 1.5, weeks=0)
    assert looked(found).verdict == "marginal"


def test_weeks_in_which_something_else_came_say_nothing_of_what_is_usual():
    found = deployed()
    latency(found, 1.0)
    make_deployment(found.application, "1.0", environment="prod", started_at=AT - timedelta(weeks=1))
    assert looked(found).metrics.get().found["weeks"] == 3


def test_looked_at_twice_it_is_judged_once():
    found = deployed()
    errors(found, 2, 20)
    assert [take_windows(found, after(60)) for _ in range(2)] == [2, 0]
    phases = MetricWindow.objects.order_by("pk").values_list("phase", flat=True)
    assert list(phases) == ["before", "after", "after"]


def test_a_source_that_is_down_is_asked_again_and_never_passes(down):
    found = deployed()
    errors(found, 2, 2)
    down()
    assert take_windows(found, after(60)) == 1  # five minutes after it nobody waits any longer
    assert take_windows(found, after(60) + timedelta(minutes=30)) == 1
    assert looked(found).verdict == "inconclusive"
    assert looked(found).sentence == "Errors: It could not be read: connection refused"


def test_where_nothing_is_bound_that_is_said():
    analysis = looked(deployed())
    assert analysis.verdict == "inconclusive"
    assert analysis.sentence == "No metric is bound to Prod of ai-shell: nobody can say how it does."


def test_five_minutes_say_nothing_of_a_level():
    found = deployed()
    latency(found, 1.0)
    assert "what is counted alone" in looked(found, 5).sentence


def test_without_any_points_it_is_inconclusive():
    found = deployed()
    make_metric(found.application)
    assert looked(found).verdict == "inconclusive"


def test_what_came_right_after_it_is_not_held_against_it():
    found = deployed()
    errors(found, 2, 20)
    make_deployment(found.application, "2.15.0", environment="prod", started_at=AT + 20 * MINUTE)
    assert looked(found, 5).verdict == "fail"
    assert looked(found).sentence.startswith("2.15.0 came 20 minutes after it")


@pytest.mark.parametrize("result", ["failed", "rolled_back"])
def test_what_did_not_succeed_is_not_looked_at(result):
    found = deployed(result=result)
    assert take_windows(found, after(1440)) == 0
    assert not found.looks.filter(done_at=None).exists()


def test_the_minutes_count_from_its_end():
    found = deployed(finished_at=AT + 30 * MINUTE)
    found.looks.update(due_at=AT)
    assert take_windows(found, AT + 31 * MINUTE) == 0
    assert found.looks.get(minutes=5).due_at == AT + 37 * MINUTE


def test_a_day_later_it_is_told_what_it_cost_of_the_error_budget():
    found = deployed()
    metric = errors(found, 0, 0, slo=0.99)
    MetricSample.objects.bulk_create(
        MetricSample(metric=metric, at=AT + n * 5 * MINUTE, bad=0 if n < 0 else 50, total=500, points=5)
        for n in range(-600, 288)
    )
    told = {one.given["name"]: one for one in looked(found, 1440).metrics.all()}
    assert told["Errors, error budget"].verdict == "fail"
    assert round(told["Errors, error budget"].found["spent"], 3) == 0.333


def test_what_was_judged_can_be_judged_again():
    found = deployed()
    latency(found, 1.5)
    row = looked(found).metrics.get()
    again = stored.again(msgspec.json.encode({"case": row.given["case"], "judged": row.found}))
    assert stored.agree(again, msgspec.convert(row.found, Judged))


def test_people_are_told_of_what_got_worse_alone():
    bad, good = deployed(), deployed(application=make_application("shop"))
    errors(bad, 2, 20)
    errors(good, 2, 2)
    for found in (bad, good):
        take_windows(found, after(5))
    event = Event.objects.get(kind="deployment.worse")
    assert (event.data["application"], event.data["verdict"]) == ("ai-shell", "fail")


def test_the_clock_looks_at_what_is_due(monkeypatch):
    found = deployed()
    monkeypatch.setattr(tasks.look_at_deployment, "delay", tasks.look_at_deployment)
    tasks.tick_windows()
    assert Analysis.objects.filter(deployment=found).count() == 3
