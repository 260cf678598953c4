"""Adapters know no rows, and these tests have none: logins are those of the environment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from maturity.adapters.credentials import of_environment_alone


@pytest.fixture(autouse=True)
def _no_stored_logins() -> Iterator[None]:
    with of_environment_alone():
        yield
