from __future__ import annotations

import pytest

from maturity.core.plan_input import directory, variable_files, workspace


@pytest.mark.parametrize("name", ["", "default", "eu-central-1", "pr_12", "a.b"])
def test_names_terraform_takes_are_workspaces(name):
    assert workspace(f" {name} ") == name


@pytest.mark.parametrize("name", ["-or-create", "a b", "a/b", "../x", "é", "x" * 91, "a\nb", "$(x)"])
def test_names_that_could_be_something_else_are_no_workspaces(name):
    with pytest.raises(ValueError, match="a workspace is called by letters"):
        workspace(name)


def test_variable_files_lie_below_the_stack_or_begin_at_the_top():
    given = ["prod.tfvars", " env/eu.tfvars ", "/vars/my file.tfvars", ""]
    assert variable_files(given) == ["prod.tfvars", "env/eu.tfvars", "/vars/my file.tfvars"]


@pytest.mark.parametrize(
    "path",
    ["-var=x", "../x", "a/../../x", "/../x", "//etc/passwd", "a//b", "./x", "a\0b", "a\nb", "/", "x" * 501],
)
def test_paths_that_could_lead_elsewhere_are_refused(path):
    with pytest.raises(ValueError, match="is not a path inside the repository"):
        variable_files([path])


def test_nobody_needs_twenty_one_files():
    with pytest.raises(ValueError, match="at most 20"):
        variable_files(["x.tfvars"] * 21)


def test_a_directory_lies_in_the_repository():
    assert directory("live/prod") == "live/prod"
    assert directory("") == ""
    for path in ("..", "/etc", "a/../b", "a//b", "a\0"):
        with pytest.raises(ValueError, match="is not a directory"):
            directory(path)
