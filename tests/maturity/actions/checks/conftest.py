from __future__ import annotations

import pytest

from maturity.models import Stack
from tests.factories import make_repository, make_stack
from tests.maturity.actions.checks.making import Checks


@pytest.fixture
def stack() -> Stack:
    return make_stack(make_repository())


@pytest.fixture
def checks(stack: Stack) -> Checks:
    return Checks(stack)
