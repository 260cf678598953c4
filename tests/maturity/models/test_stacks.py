"""Which stacks a page counts."""

from __future__ import annotations

import pytest
from django.utils import timezone

from maturity.models import Stack
from tests.factories import make_repository, make_stack

pytestmark = pytest.mark.django_db


def test_nobody_waits_for_a_plan_of_what_has_none():
    repository = make_repository()
    make_stack(repository, "live/prod")
    make_stack(repository, "clusters/prod", tool="flux")
    make_stack(repository, "old", tool="pulumi", checked_at=timezone.now())
    names = Stack.objects.checkable().order_by("directory").values_list("directory", flat=True)
    assert list(names) == ["live/prod", "old"]
