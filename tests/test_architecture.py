"""The house rules, held by tests: budgets, imports, access, documentation, no network."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "maturity", "releases")
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts and "samples" not in path.parts
)  # fmt: skip
TESTS = sorted((ROOT / "tests").rglob("*.py"))

FILE_LINES = 300
FUNCTION_LINES = 50
TASK_LINES = 10
MEDIAN_LINES = 90


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]  # fmt: skip


def length(node: ast.AST) -> int:
    return int(node.end_lineno - node.lineno + 1)  # type: ignore[attr-defined]


def test_no_file_is_longer_than_three_hundred_lines():
    long = {
        str(p.relative_to(ROOT)): n
        for p in [*SOURCES, *TESTS]
        if (n := len(p.read_text().splitlines())) > FILE_LINES
    }
    assert long == {}


def test_the_median_file_is_short():
    assert median(len(path.read_text().splitlines()) for path in SOURCES) <= MEDIAN_LINES


def test_no_function_is_longer_than_fifty_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {length(node)}"
        for path in SOURCES for node in functions(path) if length(node) > FUNCTION_LINES
    ]  # fmt: skip
    assert long == []


def bare_of(argument: ast.arg) -> bool:
    return argument.annotation is None and argument.arg not in ("self", "cls")


def test_every_function_is_annotated():
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES for node in functions(path)
        if node.returns is None or any(map(bare_of, node.args.args + node.args.kwonlyargs))
    ]  # fmt: skip
    assert bare == []


def test_task_bodies_stay_under_ten_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES if path.stem == "tasks" and "core" not in path.parts for node in functions(path)
        if sum(length(statement) for statement in node.body) > TASK_LINES
    ]  # fmt: skip
    assert long == []


def test_every_test_file_of_the_core_mirrors_a_source():
    named = {
        path.stem.removeprefix("test_") for path in (ROOT / "tests" / "maturity" / "core").rglob("test_*.py")
    }
    assert len(named) > 30


def test_the_import_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_core_does_not_import_django():
    script = (
        "import sys, maturity.core.assess; from maturity.core.reader import all_readers; all_readers();"
        "from maturity.core.criterion import all_criteria; all_criteria();"
        "print([m for m in ('django', 'celery', 'subprocess', 'sqlite3') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def routes(resolver: URLResolver, prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                found += routes(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            found.append((prefix + str(pattern.pattern), pattern.callback))
    return found


def test_no_group_is_repeated_possessively():
    """Python before 3.11.5 loses its place in such a group."""
    written = re.compile(r"[^\\]\)[*+?]\+")
    bad = [str(path.relative_to(ROOT)) for path in SOURCES if written.search(path.read_text())]
    assert bad == []


def test_every_view_declares_who_may_open_it():
    bare = [route for route, view in routes(get_resolver()) if not getattr(view, "policy", None)]
    assert bare == []


def test_every_setting_is_documented():
    read = set()
    for path in (ROOT / "config").rglob("*.py"):
        read |= set(re.findall(r'"((?:RUNGS_[A-Z_]+)|DATABASE_URL|BROKER_URL|SECRET_KEY)"', path.read_text()))
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))
    assert read
    assert read - documented == set()


def test_every_command_is_documented():
    ours = [name for name, app in get_commands().items() if app in PACKAGES]
    page = (ROOT / "docs" / "commands.md").read_text()
    assert ours
    assert [name for name in ours if f"manage.py {name}" not in page] == []


def test_every_command_says_what_it_does():
    ours = [(app, name) for name, app in get_commands().items() if app in PACKAGES]
    assert [name for app, name in ours if not load_command_class(app, name).help] == []


def test_every_file_to_copy_exists():
    named = re.findall(r"`(maturity/[\w/]+\.py)`", (ROOT / "CONTRIBUTING.md").read_text())
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_make_target_has_a_line_of_help():
    text = (ROOT / "Makefile").read_text()
    assert re.findall(r"^([a-z][\w-]*):(?!=)(?!.*## )", text, re.M) == []


def test_no_migration_is_missing(tmp_path: Path):
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    done = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **ours},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_tests_reach_nothing_but_this_machine():
    with pytest.raises(RuntimeError, match="network"), socket.socket() as probe:
        probe.connect(("192.0.2.1", 80))


def test_test_names_are_sentences():
    short = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in TESTS for node in functions(path)
        if node.name.startswith("test_") and node.name.count("_") < 3
    ]  # fmt: skip
    assert short == []


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_nothing_tracked_names_a_package_registry():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    registry = re.compile(
        r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|--index-url|extra-index-url"
    )
    naming = [
        name for name in listed.split("\0")
        if name and name != "tests/test_architecture.py" and (ROOT / name).is_file()
        and registry.search((ROOT / name).read_text(errors="ignore"))
    ]  # fmt: skip
    assert naming == []
