"""Channels in the hands of people, while workers send to them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from maturity.actions import notifications
from maturity.models import Channel
from tests.factories import make_user
from tests.maturity.actions.notifications.house import webhook
from tests.servers_hooks import Hook

pytestmark = pytest.mark.django_db


def test_a_change_leaves_alone_what_became_of_the_channel_meanwhile(server: Hook) -> None:
    row, now = webhook(server), timezone.now()
    Channel.objects.update(enabled=False, failing_since=now)
    wanted = notifications.Wanted(name="ops", values={})
    notifications.change_channel(make_user(), row, wanted)
    found = Channel.objects.get()
    assert (found.name, found.enabled, found.failing_since) == ("ops", False, now)
