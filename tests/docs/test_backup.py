"""What docs/operate.md shows to back up and restore is run, line by line, on databases of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers
from tests import settings as chosen
from tests.conftest import Migrated
from tests.docs.pages import ROOT, script
from tests.servers import needs

KEY = "for this test alone, and long enough to be one"
WRITE = """
import django; django.setup()
from django.utils import timezone
from maturity.models import HostLogin, Organisation
Organisation.objects.create(pk=1, name="Acme")
HostLogin.objects.create(host="github.com", secret="s3cret", created_at=timezone.now())
"""
READ = """
import django; django.setup()
from maturity.models import HostLogin, Organisation
print(Organisation.current().name, HostLogin.objects.get().secret)
"""


class Place:
    """A folder as an installation has it, without anything of this one."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        (folder / ".venv").symlink_to(sys.prefix)
        (folder / "manage.py").symlink_to(ROOT / "manage.py")
        left = {name: value for name, value in os.environ.items() if not name.startswith("RUNGS_")}
        for name in ("DATABASE_URL", "BROKER_URL"):
            left.pop(name, None)
        given = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT), **env}
        self.env = {**left, **given}

    def sh(self, text: str) -> str:
        done = subprocess.run(
            ["sh", "-euc", text], cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=100,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def python(self, code: str) -> str:
        (self.folder / "code.py").write_text(code)
        return self.sh(".venv/bin/python code.py").strip()


def test_sqlite_comes_back_with_its_secrets(tmp_path: Path, migrated: Migrated):
    here = Place(tmp_path)
    migrated(tmp_path / ".run" / "db.sqlite3")
    here.python(WRITE)
    here.sh(script("SQLite"))
    shutil.rmtree(tmp_path / ".run")
    migrated(tmp_path / ".run" / "db.sqlite3")  # another installation, with a key of its own
    assert here.python(READ.replace(", HostLogin.objects.get().secret", "")) == ""
    here.sh(script("SQLite, restored"))
    assert here.python(READ) == "Acme s3cret"
    assert (tmp_path / "backup" / "db.sqlite3").stat().st_mode & 0o077 == 0


@needs("postgres", "initdb", "psql", "pg_dump", "pg_restore")
def test_postgresql_comes_back_with_its_secrets(tmp_path: Path):
    directory = chosen.DIRECTORY / "restored"  # another user than root must reach it
    url = f"postgres://postgres@/rungs?host={directory}"
    with servers.postgres(directory):
        here = Place(tmp_path, DATABASE_URL=url, RUNGS_SECRET_KEY=KEY)

        def psql(statement: str) -> None:
            here.sh(f"psql --quiet --host={directory} --username=postgres --command='{statement}' postgres")

        psql("create database rungs")
        here.sh(".venv/bin/python manage.py migrate -v0")
        here.python(WRITE)
        here.sh(script("PostgreSQL"))
        psql("drop database rungs")
        psql("create database rungs")
        here.sh(script("PostgreSQL, restored"))
        assert here.python(READ) == "Acme s3cret"


@pytest.mark.parametrize("heading", ["SQLite", "SQLite, restored", "PostgreSQL", "PostgreSQL, restored"])
def test_the_sections_are_there(heading: str):
    assert script(heading).strip()
