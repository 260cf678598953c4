from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from config import checks


def ids(messages: Any) -> list[str]:
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


@pytest.fixture(autouse=True)
def _ordinary(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.BROKER_URL = "sqlite:///x"
    monkeypatch.setattr(checks, "many_machines", lambda: False)


def test_one_machine_as_it_comes_has_nothing_to_say(settings):
    found = [checks.hosts(), checks.secret_key(), checks.data_directory(), checks.programs(), checks.halves()]
    assert [ids(messages) for messages in found] == [[], [], [], [], []]


def test_debugging_on_a_public_host_stops_the_start(settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["rungs.example"]
    assert ids(checks.hosts()) == ["rungs.E001"]


def test_a_public_host_without_https_is_warned_about(settings):
    settings.ALLOWED_HOSTS, settings.SECURE = ["rungs.example"], False
    assert ids(checks.hosts()) == ["rungs.W001"]


@pytest.mark.parametrize("key", ["short", "secret", "x" * 60])
def test_a_key_that_can_be_guessed_stops_the_start(settings, key):
    settings.SECRET_KEY = key
    assert ids(checks.secret_key()) == ["rungs.E002"]


def test_many_machines_need_one_key(settings, monkeypatch):
    monkeypatch.setattr(checks, "many_machines", lambda: True)
    settings.RUNGS_SECRET_KEY_GIVEN = False
    assert ids(checks.secret_key()) == ["rungs.E003"]


def test_a_data_directory_that_cannot_be_written_stops_the_start(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.RUNGS_DATA = tmp_path / "file" / "data"
    assert ids(checks.data_directory()) == ["rungs.E004"]


def test_a_machine_without_git_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr("config.checks.shutil.which", lambda name: None)
    assert ids(checks.programs()) == ["rungs.E005"]


def test_an_old_git_is_told_apart_from_none(monkeypatch):
    monkeypatch.setattr("config.checks.version", lambda: "git version 2.17.1")
    assert ids(checks.programs()) == ["rungs.E006"]


@pytest.mark.parametrize(
    ("many", "broker", "found"),
    [(True, "sqlite:///x", ["rungs.W002"]), (False, "redis://x", ["rungs.W003"]), (True, "redis://x", [])],
)
def test_half_of_one_machine_and_half_of_many_is_warned_about(settings, monkeypatch, many, broker, found):
    monkeypatch.setattr(checks, "many_machines", lambda: many)
    settings.BROKER_URL = broker
    assert ids(checks.halves()) == found


def test_local_paths_from_the_web_are_warned_about(settings):
    settings.RUNGS_ALLOW_LOCAL_PATHS = True
    assert ids(checks.addresses()) == ["rungs.W004"]


def test_every_check_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()
    ids = re.findall(r'id="(rungs\.\w+)"', inspect.getsource(checks))
    assert len(ids) > 10
    assert [id for id in ids if f"| {id} |" not in page] == []
