from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def test_an_unset_variable_gives_the_default():
    assert env.env_int("RUNGS_NOT_SET", 7) == 7
    assert env.env_bool("RUNGS_NOT_SET", True) is True
    assert env.env_list("RUNGS_NOT_SET", ("a",)) == ["a"]


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False)])
def test_yes_and_no_have_many_spellings(monkeypatch, value, meant):
    monkeypatch.setenv("RUNGS_X", value)
    assert env.env_bool("RUNGS_X", not meant) is meant


@pytest.mark.parametrize("value", ["maybe", "2"])
def test_a_wrong_boolean_is_told_in_one_sentence_that_names_the_variable(monkeypatch, value):
    monkeypatch.setenv("RUNGS_X", value)
    with pytest.raises(ImproperlyConfigured, match=r"^RUNGS_X is neither yes nor no: use 1 or 0\.$"):
        env.env_bool("RUNGS_X", False)


@pytest.mark.parametrize("value", ["0", "11", "ten"])
def test_a_number_out_of_range_says_what_is_allowed(monkeypatch, value):
    monkeypatch.setenv("RUNGS_X", value)
    with pytest.raises(ImproperlyConfigured, match=r"RUNGS_X .* use 1 to 10"):
        env.env_int("RUNGS_X", 5, least=1, most=10)


def test_a_word_that_is_not_allowed_lists_those_that_are(monkeypatch):
    monkeypatch.setenv("RUNGS_X", "loud")
    with pytest.raises(ImproperlyConfigured, match="RUNGS_X must be one of json, text"):
        env.env_text("RUNGS_X", "json", allowed=("json", "text"))


def test_a_secret_can_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("s3cret\n")
    monkeypatch.setenv("RUNGS_X_FILE", str(tmp_path / "key"))
    assert env.env_secret("RUNGS_X") == "s3cret"


def test_a_secret_given_twice_is_refused_without_showing_it(monkeypatch, tmp_path):
    monkeypatch.setenv("RUNGS_X", "s3cret")
    monkeypatch.setenv("RUNGS_X_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="both set") as refused:
        env.env_secret("RUNGS_X")
    assert "s3cret" not in str(refused.value)


def test_a_secret_file_that_is_missing_is_told_without_a_trace(monkeypatch):
    monkeypatch.setenv("RUNGS_X_FILE", "/nowhere/key")
    with pytest.raises(ImproperlyConfigured, match="RUNGS_X_FILE names a file that cannot be read"):
        env.env_secret("RUNGS_X")


@pytest.mark.parametrize(
    "value",
    [
        "mysql://u:s3cret@h/d",
        "postgres://u:s3cret@h:port/d",
        "postgres://u:s3cret@h",
        "postgres://u:s3cret@[::1/d",
        "sqlite://s3cret",
        "sqlite:///",
    ],
)
def test_a_wrong_database_address_is_told_without_its_password(monkeypatch, value):
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL ") as refused:
        env.database("DATABASE_URL", "sqlite:///x")
    assert "s3cret" not in str(refused.value)


def test_sqlite_writes_ahead_and_locks_at_the_start(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////var/lib/rungs/db.sqlite3")
    found = env.database("DATABASE_URL", "")
    assert found["NAME"] == Path("/var/lib/rungs/db.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_a_postgres_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user:p%40ss@db.example:5433/rungs?sslmode=require")
    found = env.database("DATABASE_URL", "")
    assert (found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]) == (
        "db.example",
        "5433",
        "rungs",
        "p@ss",
    )
    assert found["OPTIONS"] == {"pool": env.POOL, "sslmode": "require"}


def test_a_postgres_socket_is_named_in_the_query(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://me@/rungs?host=/run/postgresql")
    assert env.database("DATABASE_URL", "")["HOST"] == "/run/postgresql"
