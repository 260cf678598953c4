"""Pages of the documentation that are made from what they describe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

PAGES = [("api_docs", "docs/api_reference.md"), ("criteria_docs", "docs/criteria.md")]


@pytest.mark.parametrize(("command", "page"), PAGES)
def test_a_stale_page_is_told_and_left_alone(command: str, page: str, tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match=f"^{page} is stale: run `manage.py {command}`$"):
        call_command(command, "--check")
    assert not (tmp_path / page).exists()
    call_command(command)
    call_command(command, "--check")
    (tmp_path / page).write_text("as it was before")
    with pytest.raises(CommandError, match="is stale"):
        call_command(command, "--check")
    assert (tmp_path / page).read_text() == "as it was before"
