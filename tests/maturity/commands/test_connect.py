"""Connecting from the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from maturity.models import Repository, Run
from tests.gitrepo import GitRepo

pytestmark = pytest.mark.django_db


@pytest.fixture
def infra(data: Path, tmp_path: Path) -> Path:
    repo = GitRepo(tmp_path / "infra")
    repo.commit({"main.tf": 'resource "null_resource" "x" {}\n'})
    return repo.path


def connect(*args: str) -> str:
    out = StringIO()
    call_command("connect", *args, stdout=out)
    return out.getvalue()


def test_a_path_on_this_machine_is_connected_and_will_be_scanned(infra):
    told = connect(str(infra), "--name", "acme/infra")
    assert "/repos/acme/infra/" in told
    assert Repository.objects.get().url == str(infra)
    assert Run.objects.open().count() == 1


def test_a_path_is_stored_so_that_workers_find_it(infra, monkeypatch):
    monkeypatch.chdir(infra.parent)
    connect("infra")
    assert Repository.objects.get().url == str(infra)


def test_what_is_not_a_repository_is_one_sentence(data, tmp_path):
    with pytest.raises(CommandError, match="not a git repository"):
        connect(str(tmp_path))


def test_connecting_twice_is_refused(infra):
    connect(str(infra), "--name", "acme/infra")
    with pytest.raises(CommandError, match="already connected as acme/infra"):
        connect(str(infra))
