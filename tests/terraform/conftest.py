from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.terraform.fake import Fake


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: Path) -> Fake:
    made = Fake(tmp_path)
    monkeypatch.setenv("PATH", f"{made.bin}:{os.environ['PATH']}")
    return made
