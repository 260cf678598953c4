"""What deployments say about a release that is on its way."""

from __future__ import annotations

import pytest

from maturity.models import Event
from releases.actions.deployments import record
from releases.actions.rolling_back import roll_back
from releases.models import Release
from tests.releases.factories import ARTIFACT
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
OTHER = "sha256:" + "b" * 64


@pytest.fixture
def started(scene: Scene) -> Scene:
    scene.approve()
    scene.use(scene.start())
    return scene


def told(scene: Scene, version: str = "2.14.0", **fields):
    return record(scene.application, "prod", version, **{"artifact": ARTIFACT, **fields})


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_deployment_that_succeeded_completes_its_release(started):
    deployment = told(started)
    deployment.refresh_from_db()
    assert (started.state, started.release.step, deployment.release) == ("completed", 100, started.release)
    assert started.release.completed_at is not None
    assert kinds()[-3:] == ["deployment.recorded", "release.reached", "release.completed"]


def test_the_same_message_twice_completes_it_once(started):
    told(started, external_id="7")
    told(started, external_id="7")
    told(started, external_id="8")
    assert kinds().count("release.completed") == 1
    assert "release.bypassed" not in kinds()


def test_an_artifact_that_nobody_names_tells_nothing_against_it(started):
    told(started, artifact="")
    assert started.state == "completed"


def test_a_deployment_that_runs_or_goes_to_stage_changes_nothing(started):
    told(started, result="running")
    record(started.application, "stage", "2.14.0", artifact=ARTIFACT)
    assert started.state == "rolling"


@pytest.mark.parametrize("result", ["failed", "rolled_back"])
def test_a_deployment_that_did_not_succeed_holds_its_release(started, result):
    told(started, result=result)
    assert started.state == "held"


def test_what_succeeds_while_it_is_held_is_known_to_be_there(started):
    told(started, result="failed", external_id="7")
    told(started, external_id="8")
    assert (started.state, started.release.step) == ("held", 100)


def test_a_step_that_is_not_the_last_is_watched(started):
    Release.objects.update(steps=[10, 100])
    started.release.tickets.update(step=10)
    told(started)
    assert (started.state, started.release.step) == ("observing", 10)


@pytest.mark.parametrize(("version", "artifact"), [("2.15.0", ARTIFACT), ("2.14.0", OTHER)])
def test_something_else_that_appears_is_told_and_completes_nothing(started, version, artifact):
    told(started, version, artifact=artifact)
    assert started.state == "rolling"
    assert Event.objects.get(kind="release.bypassed").data["deployed"] == version


def test_a_release_that_was_never_started_is_passed_by(scene):
    scene.approve()
    told(scene)
    assert scene.state == "approved"
    assert kinds()[-1] == "release.bypassed"


def test_an_application_without_releases_is_told_nothing(scene):
    Release.objects.all().delete()
    told(scene)
    assert "release.bypassed" not in kinds()


@pytest.mark.parametrize(("version", "state"), [("2.13.0", "rolled_back"), ("2.14.0", "rollback_failed")])
def test_while_it_is_rolled_back_a_deployment_proves_it_or_that_nothing_changed(started, version, state):
    Release.objects.update(base_version="2.13.0")
    roll_back(started["eva"], started.release, "errors rise")
    told(started, version)
    assert started.state == state
    told(started, "2.13.0")
    assert "release.bypassed" not in kinds()
