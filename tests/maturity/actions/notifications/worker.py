"""A process that sends what waits, until it is killed: `python -m … API-OF-SLACK`."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402

from maturity.actions import notifications  # noqa: E402
from maturity.adapters.notifiers import slack_bot  # noqa: E402
from maturity.words.notices import written  # noqa: E402

slack_bot.API = sys.argv[1]
while True:
    for channel in notifications.due_channels(timezone.now()):
        notifications.send_waiting(channel, written)
    time.sleep(0.01)
