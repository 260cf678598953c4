"""Two people at the same second, each with their own connection: one wins, and the other is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from releases.actions import moving, waiving
from releases.actions.errors import Overtaken
from releases.actions.rolling_back import roll_back
from releases.models import GateTicket, Release
from tests.releases.actions.test_at_once import at_once, refused, scene
from tests.releases.replay import replayed
from tests.releases.scene import Scene

__all__ = ["scene"]
pytestmark = pytest.mark.django_db(transaction=True)
Page = dict[str, Any]

# By what the page carried that both had before them.
DEEDS: dict[str, Callable[[Scene, Page], object]] = {
    "sign": lambda scene, page: scene.sign("ana", **page),
    "sign too": lambda scene, page: scene.sign("leo", **page),
    "start": lambda scene, page: moving.start(scene["eva"], scene.release, **page),
    "start too": lambda scene, page: moving.start(scene["lin"], scene.release, **page),
    "abandon": lambda scene, page: moving.abandon(scene["eva"], scene.release, revision=page["revision"]),
    "waive": lambda scene, page: waiving.waive(scene["leo"], scene.release, "iac.drift", "known", **page),
}
PAIRS = [
    ("sign", "sign too"), ("sign", "start"), ("start", "start too"), ("start", "abandon"), ("waive", "start"),
    ("start", "sign"), ("abandon", "start"), ("start", "waive"),
]  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_of_two_with_the_same_page_one_wins_and_the_other_is_told(scene: Scene, pair: tuple[str, str]):
    scene.sign("mia")
    release = scene.now
    page: Page = {"digest": release.digest, "revision": release.revision}
    found = at_once(*[lambda name=name: DEEDS[name](scene, page) for name in pair])
    (loser,) = refused(found)
    assert isinstance(loser, Overtaken)
    assert "look at it again" in str(loser)
    assert replayed(least=1) == []
    assert GateTicket.objects.filter(void_at=None).count() == Release.objects.on_the_way().count()


def test_of_two_who_roll_back_and_hold_it_goes_back_whoever_was_first(scene: Scene):
    """Rolling back waits for no page: it is never refused, and what was held before is rolled back too."""
    scene.sign("mia")
    scene.start()
    revision = scene.now.revision
    found = at_once(
        lambda: roll_back(scene["eva"], scene.release, "errors"),
        lambda: moving.hold(scene["lin"], scene.release, "errors", revision=revision),
    )
    assert scene.state == "rolling_back"
    assert all(isinstance(one, Overtaken) for one in refused(found))
    assert refused(found[:1]) == []


def test_of_two_who_roll_back_one_begins_it(scene: Scene):
    scene.sign("mia")
    scene.start()
    found = at_once(
        *[lambda name=name: roll_back(scene[name], scene.release, "x") for name in ("eva", "lin")]
    )
    (loser,) = refused(found)
    assert str(loser) == "It is being rolled back already."
    assert scene.release.rollbacks.count() == 1
