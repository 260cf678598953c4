"""Folders and variables as scripts write them."""

from __future__ import annotations

import pytest

from maturity.core.linking.places import inside
from maturity.core.linking.variables import learned, replaced, words_of
from maturity.core.syntax.shell import commands


@pytest.mark.parametrize(
    ("base", "written", "place"),
    [
        ("", "infra", "infra"),
        ("live", "./prod/", "live/prod"),
        ("live/prod", "../stage", "live/stage"),
        ("live", "$GITHUB_WORKSPACE/infra", "infra"),
        ("live", "${{ github.workspace }}/infra", "infra"),
        ("live", "$CI_PROJECT_DIR", ""),
        ("live", "$(pwd)/x", "live/x"),
        ("live", '"$(git rev-parse --show-toplevel)/x"', "x"),
        ("live", "", "live"),
        ("live", "$ENV", None),
        ("live", "/opt/tools", None),
        ("", "..", None),
        (None, "infra", None),
        (None, "$GITHUB_WORKSPACE/infra", "infra"),
    ],
)
def test_a_folder_is_told_from_the_top_of_the_repository(base, written, place):
    assert inside(base, written) == place


def test_the_folder_of_the_script_itself_is_known():
    assert inside("", '$(dirname "$0")/../infra', "scripts") == "infra"


@pytest.mark.parametrize(
    ("word", "new"),
    [
        ("$DIR/x", "live/x"),
        ("${DIR}/x", "live/x"),
        ("${1:-plan}", "plan"),
        ("$OTHER", "$OTHER"),
        ("$MANY", "$MANY"),
        ("$?", "$?"),
    ],
)
def test_only_a_variable_with_one_known_value_is_replaced(word, new):
    assert replaced(word, {"DIR": ("live",), "MANY": ("a", "b")}) == new


def test_all_arguments_become_the_words_of_the_call():
    assert words_of(("terraform", "$@"), {"@": ("plan", "-lock=false")}) == (
        "terraform",
        "plan",
        "-lock=false",
    )


def test_an_assignment_from_a_command_makes_the_variable_unknown():
    values: dict[str, tuple[str, ...]] = {"X": ("old",)}
    for command in commands("X=$(date)\nexport Y=new\nlocal Z=1"):
        learned(command, values)
    assert values == {"Y": ("new",), "Z": ("1",)}
