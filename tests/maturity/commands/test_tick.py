from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories import make_event, make_repository, make_schedule

pytestmark = pytest.mark.django_db


def test_one_turn_of_the_clock_says_what_it_did(monkeypatch):
    sent: list[int] = []
    monkeypatch.setattr("maturity.tasks.scan_repository.delay", sent.append)
    make_schedule(make_repository(), next_run_at=timezone.now())
    make_event(None)
    out = StringIO()
    call_command("tick", stdout=out)
    assert out.getvalue().strip() == "sent to the workers: 1, events delivered: 1"
    assert len(sent) == 1
