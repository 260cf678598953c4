"""Sending processes that are killed (-9) in the middle: nothing is lost, and nothing is there twice.

RUNGS_TEST_KILLS=200 kills more often than a test has time for: docs/adr/0013 tells what came out.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from maturity.actions import notifications
from maturity.models import Channel, Notification
from tests.factories import make_repository
from tests.house import database
from tests.maturity.actions.notifications.house import DEAD, SENT, opened, rows, slack_bot, slack_webhook
from tests.servers import python, until
from tests.servers_hooks import Hook, Reply, Slack, Taken

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("RUNGS_TEST_KILLS", "6"))
LONG_AGO = timedelta(minutes=10)


class Killer:
    """Kills whoever is sending: before a message is taken in, or when it was and the answer is on its way."""

    def __init__(self, hook: Hook, folder: Path) -> None:
        self.inner, self.url, self.kills = hook.reply, hook.url, 0
        self.child: subprocess.Popen[bytes] | None = None
        self.env = {
            "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database(),
            "RUNGS_DATA": str(folder), "RUNGS_ALLOW_HTTP": "1", "RUNGS_ALLOW_PRIVATE_ADDRESSES": "1",
            "RUNGS_URL": "https://rungs.example",
        }  # fmt: skip
        hook.reply = self.reply
        self.chance = random.Random(7)

    def reply(self, taken: Taken) -> Reply:
        moment = self.chance.choice(("before", "after", "not at all")) if self.kills < KILLS else ""
        if moment == "before":
            return self.kill()
        answer = self.inner(taken)
        return self.kill() if moment == "after" else answer

    def kill(self) -> Reply:
        assert self.child is not None
        self.kills += 1
        os.killpg(self.child.pid, 9)
        self.child.wait(20)
        return 500, {}, b""

    def work(self, channel: Channel) -> None:
        """One worker after the other, and the clock's reaper between them."""
        while not done(channel):
            with python("-m", "tests.maturity.actions.notifications.worker", self.url, env=self.env) as child:
                self.child = child
                until(lambda: child.poll() is not None or done(channel), "the end of a worker")
            Notification.objects.filter(state="sending").update(lease_until=timezone.now() - LONG_AGO)
            notifications.reap(timezone.now())


def done(channel: Channel) -> bool:
    return not Notification.objects.filter(channel=channel, state__in=["waiting", "sending"]).exists()


def waiting(channel: Channel, number: int) -> None:
    now = timezone.now()
    repository = make_repository()
    for n in range(number):
        (event,) = opened(repository, subject=f"stack {n}")
        row = Notification.objects.create(
            channel=channel, key=f"event:{event.pk}", created_at=now, not_before=now
        )
        row.events.add(event)


@pytest.fixture
def killer(workspace: Slack, tmp_path: Path) -> Killer:
    return Killer(workspace.hook, tmp_path)


def test_where_it_can_be_looked_every_message_is_there_once_and_in_order(killer, workspace):
    channel = slack_bot()
    waiting(channel, 2 * KILLS)
    killer.work(channel)
    assert killer.kills == KILLS
    assert [row.state for row in rows(channel)] == [SENT] * 2 * KILLS
    assert workspace.keys == [row.known_as for row in rows(channel)]


def test_where_nobody_can_look_none_is_there_twice_and_each_doubt_is_kept(killer, workspace):
    taken: list[str] = []

    def take(one: Taken) -> Reply:
        taken.append(json.loads(one.body)["text"])
        return 200, {}, b"ok"

    killer.inner = take
    channel = slack_webhook(workspace.hook)
    waiting(channel, 2 * KILLS)
    killer.work(channel)
    found = rows(channel)
    dead = [row for row in found if row.state == DEAD]
    assert len(dead) == killer.kills
    assert all(row.doubt for row in dead)
    assert len(taken) == len(set(taken)), "one is there twice"
    sent = {f"{row.events.get().subject}: Drift: 2 resources changed" for row in found if row.state == SENT}
    assert sent <= set(taken)
