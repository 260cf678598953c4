from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cloud import cloud, moto
from tests.terraform.estate import Estate
from tests.terraform.fake import Fake

__all__ = ["cloud", "moto"]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: Path) -> Fake:
    made = Fake(tmp_path)
    monkeypatch.setenv("PATH", f"{made.bin}:{os.environ['PATH']}")
    return made


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    return Estate(tmp_path_factory.mktemp("estate"))


@pytest.fixture
def estate(made_once: Estate, data: Path, settings: Any) -> Iterator[Estate]:
    settings.RUNGS_TERRAFORM_CONFIG = str(made_once.config)
    yield made_once
    made_once.restore()
