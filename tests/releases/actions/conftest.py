"""Gates that answer what a test wants."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from releases.models import Release
from tests.releases.gates import Settable
from tests.releases.rollout import STEPS
from tests.releases.scene import Scene


@pytest.fixture
def gates() -> Iterator[Settable]:
    with Settable().in_place() as gates:
        yield gates


@pytest.fixture
def scene(db: None, gates: Settable) -> Scene:
    return Scene()


@pytest.fixture
def going(scene: Scene) -> Scene:
    """A release in steps, whose first one was let through."""
    Release.objects.update(steps=STEPS)
    scene.approve()
    scene.use(scene.start())
    return scene
