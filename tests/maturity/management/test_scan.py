"""`manage.py scan`, as scripts and CI use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from maturity.management.commands.scan import Command
from tests.gitrepo import GitRepo
from tests.maturity.core.making import TERRAFORM

Scan = Callable[..., str]


@pytest.fixture(name="repository")
def _repository(tmp_path: Path) -> Path:
    repo = GitRepo(tmp_path / "shop")
    repo.commit(TERRAFORM)
    return repo.path


@pytest.fixture(name="scan")
def _scan(repository: Path) -> Scan:
    def run(*args: str) -> str:
        out = StringIO()
        call_command("scan", str(repository), *args, stdout=out)
        return out.getvalue()

    return run


def test_a_work_tree_is_scanned_without_a_database(scan: Scan):
    assert "Level 2 of 5" in scan()


def test_changes_that_are_not_committed_are_mentioned(scan: Scan, repository: Path):
    assert "not committed" not in scan()
    (repository / "new.tf").write_text("")
    assert scan().endswith("Changes that are not committed were not read.\n")


def test_json_is_one_document_and_nothing_else(scan: Scan):
    found = json.loads(scan("--format", "json"))
    assert found["level"] == 2
    assert found["practices"]["state_locking"] is True


def test_sarif_is_one_document_and_nothing_else(scan: Scan):
    assert json.loads(scan("--format", "sarif"))["version"] == "2.1.0"


@pytest.mark.parametrize(("level", "code"), [("2", None), ("3", 1)])
def test_a_pipeline_fails_below_the_level_it_asks_for(scan: Scan, level: str, code: int | None):
    if code is None:
        assert "Level 2" in scan("--fail-under", level)
        return
    with pytest.raises(SystemExit) as stopped:
        scan("--fail-under", level)
    assert stopped.value.code == code


def test_a_folder_that_is_no_repository_is_bad_input(tmp_path: Path):
    with pytest.raises(CommandError) as refused:
        call_command("scan", str(tmp_path / "nothing"))
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)


def test_a_reference_that_does_not_exist_is_bad_input(scan: Scan):
    with pytest.raises(CommandError) as refused:
        scan("--ref", "no-such-branch")
    assert refused.value.returncode == 2


def test_a_word_nobody_knows_costs_one_line_on_standard_error(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        Command().run_from_argv(["manage.py", "scan", ".", "--format", "xml"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_no_progress_is_written_where_nobody_watches(scan: Scan, capsys: pytest.CaptureFixture[Any]):
    scan()
    assert capsys.readouterr().err == ""
