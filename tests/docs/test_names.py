"""Commands, options, settings, addresses and targets that the documentation names are there."""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from celery.bin.celery import celery
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve
from gunicorn.config import KNOWN_SETTINGS

from maturity.actions import metrics
from maturity.models import Role
from tests.docs.pages import PAGES, ROOT, Block, blocks, prose

# Not read by Rungs itself: what CI sends with, what the composition publishes, what tests are told.
OF_OTHERS = {"RUNGS_TOKEN", "RUNGS_PORT", "RUNGS_TESTS_NO_SKIP", "RUNGS_TEST_DATABASE", "RUNGS_TEST_BROKER",
             "RUNGS_TEST_UPDATE_GOLDEN", "RUNGS_TEST_KILLS"}  # fmt: skip
CODE = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"[a-z_]+")
SHELL = ("", "sh", "bash")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command line shown, in fenced blocks and between backticks: its page, its words."""
    for page in PAGES:
        for text in CODE.findall(prose(page.read_text())):
            yield from ((page.name, words) for words in _words(text.replace("\\|", "|")))
    for block in blocks():
        if block.language in SHELL:
            for line in block.text.replace("\\\n", " ").splitlines():
                yield from ((block.page, words) for words in _words(line))


def _words(line: str) -> Iterator[list[str]]:
    for part in re.split(r"&&|\|\||;|\||(?:^|\s)#\s", line):
        try:
            words = shlex.split(part.split(" > ")[0].split(" < ")[0], comments=True)
        except ValueError:
            continue
        if words:
            yield words


def starting(*first: str) -> list[tuple[str, list[str]]]:
    """The words after `first`, wherever in a line it stands."""
    found = []
    for page, words in commands():
        for at in range(len(words)):
            if tuple(words[at : at + len(first)]) == first:
                found.append((page, words[at + len(first) :]))
    return found


def flags(words: list[str]) -> set[str]:
    return {word.split("=")[0] for word in words if word.startswith("--") and len(word) > 2}


def verbs(parser: ArgumentParser) -> list[ArgumentParser]:
    """Of `manage.py audit verify|export`."""
    found = [action.choices for action in parser._actions if isinstance(action.choices, dict)]
    return [one for choices in found for one in choices.values()]


def test_every_management_command_exists_with_its_options():
    known = get_commands()
    shown = [
        (page, words) for page, words in starting("manage.py") if words and re.fullmatch(r"[a-z_]+", words[0])
    ]
    assert len(shown) > 30
    for page, (name, *rest) in shown:
        if name == "help":
            continue
        assert name in known, f"{page}: manage.py {name}"
        parser = load_command_class(known[name], name).create_parser("manage.py", name)
        options = {option for one in (parser, *verbs(parser)) for option in one._option_string_actions}
        assert flags(rest) <= options, f"{page}: manage.py {name} {flags(rest) - options}"


def test_every_make_target_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    shown = [(page, words[0]) for page, words in starting("make") if words and words[0].isalpha()]
    assert shown
    assert [one for one in shown if one[1] not in targets] == []


def test_every_service_of_the_composition_exists():
    shown = starting("docker", "compose")
    assert len(shown) > 8
    services = set(COMPOSE["services"])
    for page, words in shown:
        named = [word for word in words if word in {"up", "stop", "run", "exec", "build"}]
        assert named or not words, f"{page}: docker compose {words}"
        if words and words[0] in ("stop", "exec", "run"):
            rest = [word for word in words[1:] if not word.startswith("-")]
            some = rest if words[0] == "stop" else rest[:1]
            assert set(some) <= services, f"{page}: {words}"
        assert {word.split("=")[0] for word in words if re.fullmatch(r"[a-z]+=\d+", word)} <= services


def test_every_option_of_gunicorn_and_celery_exists():
    of_gunicorn = {option for one in KNOWN_SETTINGS for option in one.cli or ()}
    of_celery = {option for one in celery.params for option in one.opts}
    for command in celery.commands.values():
        of_celery |= {option for one in command.params for option in [*one.opts, *one.secondary_opts]}
    assert starting("gunicorn")
    for page, words in starting("gunicorn"):
        assert flags(words) <= of_gunicorn, page
    for page, words in starting("celery"):
        assert flags(words) <= of_celery, page


def test_every_setting_that_is_named_exists():
    known = set(settings.RUNGS_ENVIRONMENT) | {f"{name}_FILE" for name in settings.RUNGS_ENVIRONMENT}
    for page in PAGES:
        named = set(re.findall(r"\bRUNGS_[A-Z_]+[A-Z]\b", page.read_text()))
        assert named - known - OF_OTHERS == set(), page.name


def addresses() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for text in CODE.findall(prose(page.read_text())):
            if re.fullmatch(r"/[a-z0-9/_?=-]*", text) and page.parent.name != "adr":
                found.append((page.name, text.partition("?")[0]))
    return found


@pytest.mark.parametrize(("page", "address"), addresses())
def test_every_address_that_is_named_leads_to_a_page(page: str, address: str):
    """What ends without a slash is a name, or the beginning of others."""
    for tried in (address, f"{address}1/", f"{address}github/1/", address.lstrip("/"), f"{address}runs"):
        try:
            resolve(tried if tried.startswith("/") else f"/{tried}")
        except Resolver404:
            continue
        return
    assert address in ("/api/v3", "/api/v4", "/api/v1/"), f"{page} names {address}"


def test_the_metrics_are_those_that_are_told():
    page = (ROOT / "docs" / "connect_prometheus.md").read_text()
    told = set(re.findall(r'"(rungs_[a-z_]+)"', (ROOT / "maturity" / "actions" / "metrics.py").read_text()))
    rows = set(re.findall(r"^\| `(rungs_\w+)` \|", page, re.M))
    assert {name.removesuffix("_total") for name in rows} == told
    assert metrics.BUCKETS


def test_every_role_stands_in_the_table_of_roles():
    rows = re.findall(r"^\| ([a-z ]+) \|", (ROOT / "docs" / "teams.md").read_text(), re.M)
    with_words = {str(role.label).lower() for role in Role} - {"administrator"}
    assert with_words <= set(rows)


def test_yaml_and_python_that_can_be_copied_can_be_read():
    shown: list[Block] = [one for one in blocks() if one.language in ("yaml", "python")]
    assert shown
    for one in shown:
        if one.language == "yaml":
            assert list(yaml.safe_load_all(one.text)), one.page
        else:
            compile(one.text, one.page, "exec")
