"""The step of a release is reached once its service says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.models import Event
from releases import tasks
from releases.actions import services
from releases.actions.deployments import record
from releases.actions.progress import note_live
from releases.core.facts.service import Image, Live, Rollout, TargetGroup, TaskDefinition, packed
from releases.core.traffic import Revision, Rule
from releases.models import Release, Service
from tests.factories import make_connection
from tests.releases.factories import ARTIFACT
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
OTHER = "sha256:" + "b" * 64


def traffic(green: int, image: str = ARTIFACT) -> Live:
    new = Revision(new=True, groups=("green",), images=(image,) if image else ())
    return Live(
        balanced=True, target_groups=(TargetGroup(name="blue"), TargetGroup(name="green")),
        rollout=Rollout(status="IN_PROGRESS", revisions=(new, Revision(groups=("blue",)))),
        rules=(Rule(place="HTTPS 443", weights={"blue": 100 - green, "green": green}),),
        coming=TaskDefinition(name="shell:2", images=(Image(image="registry/shell:2.14.0"),)),
    )  # fmt: skip


def noted(scene: Scene, live: Live | None, **fields: Any) -> bool:
    given = {"live": packed(live) if live else None, "read_at": timezone.now(), **fields}
    service, _made = Service.objects.update_or_create(
        application=scene.application, environment="prod",
        defaults={"cluster": "prod", "name": "shell", "connection": None, **given},
    )  # fmt: skip
    return note_live(service, timezone.now())


def at_ten(scene: Scene) -> Scene:
    Release.objects.update(steps=[10, 100])
    scene.approve()
    scene.use(scene.start())
    return scene


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_the_step_is_reached_once_its_share_of_the_traffic_is_there(scene: Scene):
    at_ten(scene)
    assert noted(scene, traffic(9)) is False
    assert noted(scene, traffic(10)) is True
    assert (scene.state, scene.release.step) == ("observing", 10)
    assert noted(scene, traffic(10)) is False
    assert kinds().count("release.reached") == 1


def test_the_reading_that_a_worker_just_made_counts(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    at_ten(scene)
    noted(scene, traffic(0))
    monkeypatch.setattr(services, "read", lambda _where: traffic(10))
    Service.objects.update(connection=make_connection())
    tasks.read_service(Service.objects.get().pk)
    assert (scene.state, scene.release.step) == ("observing", 10)


def test_more_than_was_let_through_holds_it(scene: Scene):
    at_ten(scene)
    noted(scene, traffic(50))
    assert scene.state == "held"
    assert scene.release.state_why == "50 % of the traffic is on it, 10 % was let through"


def test_more_than_was_let_through_holds_it_while_it_is_watched_too(scene: Scene):
    at_ten(scene)
    noted(scene, traffic(10))
    assert noted(scene, traffic(60)) is True
    assert (scene.state, scene.release.step) == ("held", 10)


def test_what_is_held_learns_that_its_step_is_there_and_stays_held(scene: Scene):
    at_ten(scene)
    Release.objects.update(state="held")
    assert noted(scene, traffic(10)) is True
    assert (scene.state, scene.release.step) == ("held", 10)


@pytest.mark.parametrize("live", [None, Live(), traffic(10, OTHER)])
def test_what_is_not_known_or_of_another_version_reaches_nothing(scene: Scene, live: Live | None):
    at_ten(scene)
    assert noted(scene, live) is False
    assert scene.state == "rolling"


def test_what_was_read_before_it_began_to_move_says_nothing(scene: Scene):
    at_ten(scene)
    assert noted(scene, traffic(10), read_at=timezone.now() - timedelta(hours=1)) is False


def test_a_release_without_an_artifact_is_known_by_the_tag_of_its_image(scene: Scene):
    at_ten(scene)
    Release.objects.update(artifact="")
    assert noted(scene, traffic(10, OTHER)) is True


@pytest.mark.parametrize("state", ["approved", "completed", "rolling_back"])
def test_a_release_that_is_not_moving_is_left_alone(scene: Scene, state: str):
    at_ten(scene)
    Release.objects.update(state=state)
    assert noted(scene, traffic(10)) is False
    assert scene.state == state


def test_the_deployment_that_ends_what_was_reached_completes_it(scene: Scene):
    scene.approve()
    scene.use(scene.start())
    noted(scene, traffic(100))
    assert (scene.state, scene.release.step) == ("observing", 100)
    record(scene.application, "prod", "2.14.0", artifact=ARTIFACT)
    assert scene.state == "completed"
    assert noted(scene, traffic(100)) is False
