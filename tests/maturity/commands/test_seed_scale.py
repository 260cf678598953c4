from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Max, Sum

from maturity.actions.checks import record_check
from maturity.core.drift.calendar import Day, stood
from maturity.models import DailyRollup, DriftCheck, DriftEpisode, Repository, Stack
from tests.factories import make_repository, make_stack
from tests.maturity.actions.checks.making import origin, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(capsys):
    call_command("seed_scale", repos=8, days=60)
    return capsys.readouterr().out


def test_it_says_what_it_made(filled):
    assert filled.startswith("8 repositories, 40 stacks, 2,")
    assert (Repository.objects.count(), Stack.objects.count()) == (8, 40)
    assert 2200 < DriftCheck.objects.count() < 2400


def test_stacks_repeat_what_their_last_checks_found(filled):
    for stack in Stack.objects.select_related("latest_check"):
        finished = stack.checks.finished().newest_first()[0]
        assert (stack.latest_check, stack.finding) == (finished, finished.finding)
        assert (stack.drift_since is not None) == finished.finding.startswith("drifted")


def test_an_episode_is_open_where_the_last_check_drifted(filled):
    drifting = set(Stack.objects.drifted().values_list("pk", flat=True))
    assert set(DriftEpisode.objects.open().values_list("stack", flat=True)) == drifting
    assert DriftEpisode.objects.filter(ended_at__isnull=False).exists()


def test_calendars_and_roll_ups_tell_the_same(filled):
    day = Stack.objects.aggregate(Max("calendar_end"))["calendar_end__max"]
    stood_how = Counter(stood(one.calendar, one.calendar_end, day) for one in Stack.objects.all())
    sums = DailyRollup.objects.filter(day=day).aggregate(
        **{how: Sum(how) for how in ("in_sync", "drifted", "failing", "unchecked")}
    )
    assert sums == {how: stood_how[Day(how)] for how in sums}


def test_the_same_seed_gives_the_same_findings(filled):
    first = findings()
    Repository.objects.all().delete()
    call_command("seed_scale", repos=8, days=60)
    assert findings() == first


def findings() -> list[str]:
    return list(DriftCheck.objects.order_by("pk").values_list("finding", flat=True))


def test_real_checks_can_follow(filled):
    stack, last = Stack.objects.all()[0], DriftCheck.objects.count()
    assert record_check(stack, reading(), origin()).pk == last + 1


def test_real_repositories_are_not_mixed_with_invented_ones():
    make_stack(make_repository())
    with pytest.raises(CommandError, match="holds real repositories"):
        call_command("seed_scale", repos=1, days=1)
    call_command("seed_scale", repos=1, days=1, force=True)
    with pytest.raises(CommandError, match="filled already"):
        call_command("seed_scale", repos=1, days=1, force=True)


def test_nothing_to_make_is_refused():
    with pytest.raises(CommandError, match="at least 1"):
        call_command("seed_scale", repos=0)
