from __future__ import annotations

import pytest
from django.core.management import call_command

from bench import checks
from maturity.models import DriftEpisode, Event

pytestmark = pytest.mark.django_db


def test_every_page_and_every_write_is_measured(capsys, monkeypatch):
    monkeypatch.setattr(checks, "REPEAT", 2)
    call_command("seed_scale", repos=8, days=60)
    checks.main()
    told = capsys.readouterr().out
    assert [name in told for name in ("drift, open", "a clean check", "today's roll-up")] == [True] * 3
    assert DriftEpisode.objects.filter(ended_at__isnull=False).exists()
    assert Event.objects.filter(kind="bench").count() == 3


def test_a_database_with_nothing_in_it_is_refused():
    with pytest.raises(SystemExit, match="seed_scale"):
        checks.main()
