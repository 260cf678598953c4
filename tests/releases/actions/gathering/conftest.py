"""A release, and stacks that it touches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from maturity.models import Stack
from releases.models import Release
from tests.factories import make_stack
from tests.releases.factories import make_application, make_release, make_target

Touch = Callable[..., Stack]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def release(db: None) -> Release:
    return make_release(make_application())


@pytest.fixture
def touch(release: Release) -> Touch:
    """A stack of the application's repository that a release to Prod touches."""

    def made(directory: str = "live/prod", environment: str = "prod", **fields: Any) -> Stack:
        repository = fields.pop("repository", release.application.repository)
        fields["environment"] = fields.pop("environment_label", "prod")
        stack = make_stack(repository, directory, **fields)
        make_target(release.application, stack, environment)
        return stack

    return made


@pytest.fixture
def many(release: Release) -> list[Stack]:
    """Five hundred of them."""
    repository, now = release.application.repository, timezone.now()
    rows = Stack.objects.bulk_create(
        Stack(repository=repository, directory=f"live/{n:03}", tool="terraform", environment="prod",
              first_seen_at=now, checked_at=now, state_checked_at=now)
        for n in range(500)
    )  # fmt: skip
    for row in rows:
        make_target(release.application, row)
    return rows
