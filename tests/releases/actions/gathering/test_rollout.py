from __future__ import annotations

from datetime import datetime

from releases.actions.gathering.rollout_steps import gather as steps_of
from releases.actions.gathering.stage_verdicts import gather
from releases.models import Analysis, Deployment, Release, RolloutPlan
from tests.releases.factories import make_application, make_deployment, make_metric


def judged(deployment: Deployment, now: datetime, verdict: str = "pass") -> None:
    Analysis.objects.create(
        deployment=deployment, kind="deployment", verdict=verdict, sentence="As before.", method="1", at=now
    )


def test_what_was_judged_of_the_same_artifact_on_stage_is_told(release: Release, now: datetime):
    make_metric(release.application, environment="stage")
    judged(make_deployment(release.application), now)
    judged(make_deployment(release.application, artifact="sha256:" + "b" * 64), now, "fail")
    judged(make_deployment(release.application, environment="prod"), now, "fail")
    judged(make_deployment(release.application, "2.13.0"), now, "fail")
    judged(make_deployment(make_application("other")), now, "fail")
    found = gather(release, now)
    assert [one.verdict for one in found.judged] == ["pass"]
    assert (found.version, found.bound) == ("2.14.0", 1)


def test_the_steps_are_those_of_the_release(release: Release, now: datetime):
    RolloutPlan.objects.create(application=release.application, steps=[5, 100], bake=9)
    release.steps = [20, 100]
    found = steps_of(release, now)
    assert (found.steps, found.bake) == ((20, 100), 9)
