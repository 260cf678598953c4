"""What the page says while a release waits for its deployment."""

from __future__ import annotations

import pytest
from django.test import Client

from releases.actions import moving
from tests.pages import get
from tests.releases.gates import Settable
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
PLACE = "/releases/ai-shell/2.14.0/"


def test_it_says_that_a_job_has_to_come_and_then_that_word_has_to_come():
    with Settable().in_place():
        scene, client = Scene(), Client()
        client.force_login(scene["eva"])
        scene.approve()
        assert "What it waits for" not in get(client, PLACE).text
        secret = scene.start()
    assert "Nobody has taken its ticket yet." in get(client, PLACE).text
    moving.use_ticket(secret, digest=scene.now.digest, used_by="ci")
    text = get(client, PLACE).text
    assert "ci took its ticket just now." in text
    assert "completed when somebody tells that 2.14.0 came to Prod" in text


def test_what_came_to_nothing_can_be_opened_again():
    scene, client = Scene(), Client()
    client.force_login(scene["eva"])
    moving.abandon(scene["eva"], scene.release)
    assert get(client, PLACE).links["Open another attempt"] == "/releases/new/?app=ai-shell&version=2.14.0"
