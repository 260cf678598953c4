"""What the page says to those whose word on a release counts, and to those whose word does not."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.pages import get
from tests.releases.gates import Settable
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
PLACE = "/releases/ai-shell/2.14.0/"


@pytest.fixture
def scene() -> Scene:
    with Settable().in_place():
        scene = Scene()
        scene.submit()
        scene.sign("ana", "ops.owner")
    return scene


def client_of(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene[name])
    return client


def test_who_opened_it_reads_why_no_item_asks_for_their_word(scene: Scene):
    text = get(client_of(scene, "lin"), PLACE).text
    assert "Sign-offs You opened this release: somebody else signs it off." in text


def test_who_may_sign_is_led_to_it_from_what_blocks(scene: Scene):
    links = get(client_of(scene, "mia"), PLACE).links
    assert links["Sign off : Sign-off of the release"] == "#sign"
