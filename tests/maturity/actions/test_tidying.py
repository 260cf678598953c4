from __future__ import annotations

import os
from pathlib import Path

import pytest

from maturity.actions import tidy
from maturity.adapters.git import Mirror
from maturity.models import DailyRollup, Delivery, DriftCheck
from tests.factories import days_ago, make_check, make_repository, make_stack

pytestmark = pytest.mark.django_db


def copy_of(url: str, *, old: bool) -> Path:
    folder = Mirror(url).folder
    folder.mkdir(parents=True)
    if old:
        os.utime(folder, (0, 0))
    return folder


def test_the_copy_of_a_repository_nobody_knows_is_removed(data):
    kept = copy_of(make_repository().url, old=True)
    left = copy_of("https://git.example/forgotten", old=True)
    assert tidy() == 1
    assert kept.exists()
    assert not left.exists()


def test_a_copy_that_is_just_being_made_is_left_alone(data):
    fresh = copy_of("https://git.example/new", old=False)
    assert tidy() == 0
    assert fresh.exists()


def test_a_machine_without_copies_has_nothing_to_tidy(data):
    assert tidy() == 0


def test_deliveries_are_remembered_for_a_week(data):
    for days in (1, 8):
        Delivery.objects.create(host="github", delivery_id=str(days), at=days_ago(days))
    tidy()
    assert Delivery.objects.get().delivery_id == "1"


def test_rows_whose_time_is_over_go_and_days_are_counted(data):
    stack = make_stack(make_repository())
    make_check(stack, at=days_ago(500))
    tidy()
    assert not DriftCheck.objects.exists()
    assert DailyRollup.objects.get().unchecked == 1
