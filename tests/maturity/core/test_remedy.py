"""What people paste to put drift right: it must be exact, and nothing foreign may break out of it."""

from __future__ import annotations

import shlex

import pytest

from maturity.core.plans.change import Action, Difference, ResourceChange
from maturity.core.remedy import accept, revert


def changed(*rows: Difference, address: str = "aws_db_instance.main") -> ResourceChange:
    return ResourceChange(address=address, outside=Action.UPDATE, drift=rows)


def test_reverting_is_a_plan_to_read_and_then_its_apply() -> None:
    assert revert("terraform", "live/prod", ["aws_sqs_queue.jobs"]) == (
        "cd live/prod\nterraform plan -out=tfplan -target=aws_sqs_queue.jobs\nterraform apply tfplan\n"
    )


def test_workspace_and_variable_files_are_part_of_it() -> None:
    said = revert("terraform", "", ["a.b"], workspace="prod", variables=["prod.tfvars"])
    assert said.splitlines()[:2] == [
        "terraform workspace select prod",
        "terraform plan -out=tfplan -var-file=prod.tfvars -target=a.b",
    ]


def test_a_variable_file_of_the_top_is_found_from_the_folder() -> None:
    assert "-var-file=../../prod.tfvars" in revert("opentofu", "live/prod", [], variables=["/prod.tfvars"])


def test_with_many_resources_everything_is_planned() -> None:
    assert "-target" not in revert("terraform", "x", [f"a.b{number}" for number in range(11)])


@pytest.mark.parametrize(
    ("tool", "program"), [("terragrunt", "terragrunt"), ("opentofu", "tofu"), ("atmos", "terraform")]
)
def test_each_tool_is_called_by_its_program(tool: str, program: str) -> None:
    assert revert(tool, "x", []).splitlines()[1] == f"{program} plan -out=tfplan"


@pytest.mark.parametrize("evil", ['aws_x.y["a b"]', "a.b; rm -rf /", "a.b$(id)", "a'b", "a\nrm -rf /"])
def test_an_address_stays_one_word_of_the_command(evil: str) -> None:
    words = shlex.split(revert("terraform", evil, [evil]))
    assert words[1] == evil
    assert f"-target={evil}" in words


@pytest.mark.parametrize(
    ("after", "line"),
    [("db.r6g", 'size = "db.r6g"'), ("100", "size = 100"), ("0100", 'size = "0100"'), ("true", "size = true"),
     ("1.10", 'size = "1.10"'),
     ('["a"]', 'size = ["a"]'), ('["${x}"]', 'size = ["$${x}"]'), ("", 'size = ""'),
     ("${var.x}", 'size = "$${var.x}"'), ('say "hi"', 'size = "say \\"hi\\""'), ("a\nb", 'size = "a\\nb"'),
     ("abc…", "# size: too long to be shown whole")],
)  # fmt: skip
def test_accepting_is_the_line_with_the_value_of_the_cloud(after: str, line: str) -> None:
    assert accept([changed(Difference("size", "1", after))]) == f"# aws_db_instance.main\n{line}\n"


def test_what_has_no_line_of_its_own_is_a_comment() -> None:
    rows = (
        Difference("tags.Team", "a", "b"),
        Difference("gone", "a"),
        Difference("token", sensitive=True),
    )
    assert accept([changed(*rows)]).splitlines()[1:] == [
        '# tags.Team = "b"', "# gone: take it out", "# token: sensitive, not shown",
    ]  # fmt: skip


def test_what_was_deleted_leaves_the_state_without_being_destroyed() -> None:
    gone = ResourceChange(address="aws_sqs_queue.jobs[0]", outside=Action.DELETE)
    said = accept([gone])
    assert "removed {\n  from = aws_sqs_queue.jobs\n" in said
    assert "destroy = false" in said


def test_a_line_break_in_foreign_text_does_not_leave_its_comment() -> None:
    said = accept([changed(Difference("a\nb", "1", "2"), address="a.b\nresource {}")])
    assert said == "# a.b resource {}\n# a b = 2\n"


def test_many_resources_are_cut_and_counted() -> None:
    said = accept([changed(Difference("size", "1", "2"), address=f"a.b{number}") for number in range(100)])
    assert said.splitlines()[-1].startswith("# and ")
    assert len(said.splitlines()) < 50


def test_nothing_to_accept_is_nothing() -> None:
    assert accept([]) == ""
