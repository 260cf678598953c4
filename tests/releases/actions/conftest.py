"""Gates that answer what a test wants."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.releases.gates import Settable


@pytest.fixture
def gates() -> Iterator[Settable]:
    with Settable().in_place() as gates:
        yield gates
