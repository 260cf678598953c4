from __future__ import annotations

from typing import Any

import pytest

from maturity.core.pulls import comments
from maturity.core.pulls.seen import Said, State
from tests.maturity.core.pulls import samples
from tests.maturity.core.pulls.samples import CHANGES, NOTHING, comment, fenced

ONE_STACK = {
    "atlantis": (samples.ATLANTIS, "", "live/prod", "default"),
    "dflook": (samples.DFLOOK, "", "live/prod", "blue"),
    "hcp": (samples.HCP, "network-prod", None, ""),
    "plan_comment": (samples.PLAN_COMMENT, "live/prod", None, ""),
    "setup_terraform": (samples.SETUP_TERRAFORM, "", "live/prod", ""),
    "tf_via_pr": (samples.TF_VIA_PR, "", "live/prod", "blue"),
    "tfcmt": (samples.TFCMT, "live/prod", None, ""),
}
WITHOUT_CHANGES = {
    "atlantis": f"Ran Plan for dir: `live/prod` workspace: `default`\n\n{fenced(NOTHING)}\n",
    "dflook": samples.DFLOOK.replace(CHANGES, NOTHING).replace("Plan: 1 to add, 2 to change, 1 to", NOTHING),
    "digger": "→ No changes in terraform output for prod",
    "hcp": "#### HCP Terraform Plan Output\n```\nPlan: 0 to add, 0 to change, 0 to destroy.\n```\n",
    "plan_comment": "## Terraform Plan\n\n**→ No Resource Changes!**",
    "setup_terraform": f"#### Terraform Plan 📖`success`\n{fenced(NOTHING)}",
    "spacelift": f"https://acme.app.spacelift.io/stack/db/run/01A\n{NOTHING}",
    "terrateam": "## Plans :thumbsup:\n\n| `a` | `default` | :white_check_mark: | No changes |\n",
    "tf_via_pr": samples.TF_VIA_PR.replace(
        "<summary>Plan: 1 to add, 2 to change, 1 to destroy.", "<summary>No changes."
    ),
    "tfcmt": f"## Plan Result\n<pre><code>{NOTHING}</code></pre>",
}
FAILED = {
    "atlantis": "Ran Plan for dir: `live/prod` workspace: `default`\n\n**Plan Failed**: it is locked by #7\n",
    "dflook": samples.DFLOOK.replace(":memo: Plan generated in", ":x: Failed to generate plan in"),
    "hcp": "#### HCP Terraform Plan Output\n```\nError: no such provider\n```\n",
    "setup_terraform": "#### Terraform Plan 📖`failure`\n",
    "terrateam": "## Plans :heavy_multiplication_x:\n\n| `a` | `default` | :x: | — |\n",
    "tf_via_pr": samples.TF_VIA_PR.replace(
        "<summary>Plan: 1 to add, 2 to change, 1 to destroy.", "<summary>Error: no state"
    ),
    "tfcmt": "## :x: Plan Failed (live/prod)\n\nPlan: 1 to add, 0 to change, 0 to destroy.\n",
}
APPLIED = {
    "atlantis": f"Ran Apply for dir: `a` workspace: `default`\n\n{fenced('Apply complete! Resources: 1')}",
    "dflook": samples.DFLOOK + "\n:white_check_mark: Plan applied in [CI #8](https://example.org/8)",
    "digger": samples.DIGGER.replace("Status | Plan |", "Status | Apply |").split(
        "|:white_check_mark: **dev**"
    )[0],
    "terrateam": "## Applies :white_check_mark:\n\n| `a` | `default` | :white_check_mark: |\n",
    "tfcmt": "## :white_check_mark: Apply Succeeded (live/prod)\n",
}


def only(body: str, **more: Any) -> Said:
    (said,) = comments.read(comment(body, **more))
    return said


@pytest.mark.parametrize("tool", ONE_STACK)
def test_a_comment_tells_the_stack_and_the_counts(tool: str):
    body, name, directory, workspace = ONE_STACK[tool]
    said = only(body)
    assert (said.tool, said.name, said.directory, said.workspace) == (tool, name, directory, workspace)
    assert (said.state, said.add, said.change, said.destroy) == (State.CHANGED, 1, 2, 1)


@pytest.mark.parametrize("tool", WITHOUT_CHANGES)
def test_no_changes_are_told_apart_from_silence(tool: str):
    said = only(WITHOUT_CHANGES[tool], author="spacelift-acme[bot]")
    assert (said.tool, said.state, said.destroy) == (tool, State.UNCHANGED, 0)


@pytest.mark.parametrize("tool", FAILED)
def test_a_plan_that_failed_has_no_counts(tool: str):
    said = only(FAILED[tool])
    assert (said.tool, said.state, said.destroy) == (tool, State.ERRORED, None)


@pytest.mark.parametrize("tool", APPLIED)
def test_an_apply_is_seen_in_the_comments_too(tool: str):
    said = only(APPLIED[tool])
    assert (said.tool, said.state) == (tool, State.APPLIED)


def test_one_comment_of_atlantis_tells_of_many_projects():
    found = {one.directory: one for one in comments.read(comment(samples.ATLANTIS_MANY))}
    assert (found["live/prod"].state, found["live/prod"].destroy) == (State.CHANGED, 1)
    assert found["live/prod"].name == "db"
    assert (found["live/stage"].state, found["live/stage"].workspace) == (State.ERRORED, "blue")
    assert found["live/dev"].state == State.UNCHANGED


def test_a_comment_without_its_end_says_nothing_of_the_projects_it_lacks():
    body = samples.ATLANTIS_MANY.partition("### Plan Summary")[0]
    assert {one.directory for one in comments.read(comment(body))} == {"live/prod", "live/stage"}


def test_atlantis_in_spanish_is_understood():
    said = only(
        "Se ejecutó Plan para directorio: `live/prod` espacio de trabajo: `default`\n\n" + fenced(CHANGES)
    )
    assert (said.directory, said.destroy) == ("live/prod", 1)


def test_the_table_of_digger_has_a_line_for_each_project():
    found = {one.name: one for one in comments.read(comment(samples.DIGGER))}
    assert {name: str(one.state) for name, one in found.items()} == {
        "prod": "changed", "dev": "unchanged", "stage": "errored", "test": "pending",
    }  # fmt: skip
    assert (found["prod"].add, found["prod"].change, found["prod"].destroy) == (1, 2, 1)


def test_terrateam_tells_the_counts_in_the_part_and_the_rest_in_the_table():
    found = {one.directory: one for one in comments.read(comment(samples.TERRATEAM))}
    assert (found["live/prod"].state, found["live/prod"].destroy) == (State.CHANGED, 1)
    assert found["live/dev"].state == State.UNCHANGED
    assert found["live/stage"].state == State.ERRORED


def test_spacelift_is_believed_by_its_name_alone():
    assert comments.read(comment(samples.SPACELIFT)) == []
    said = only(samples.SPACELIFT, author="spacelift-io[bot]")
    assert (said.name, said.destroy) == ("network-prod", 1)


def test_the_commit_is_taken_where_a_bot_tells_it():
    assert only(samples.PLAN_COMMENT).commit == "a" * 40


def test_somebody_without_rights_may_write_whatever_a_bot_would():
    assert comments.read(comment(samples.ATLANTIS, author="mallory", trusted=False)) == []


def test_a_person_does_not_speak_for_the_plan_of_their_own_change():
    assert comments.read(comment(samples.ATLANTIS, author="lin"), author="lin") == []
    assert comments.read(comment(samples.ATLANTIS, author="atlantis"), author="lin") != []


@pytest.mark.parametrize(
    "body",
    ["", "Plan: 1 to add, 0 to change, 0 to destroy.", "LGTM", "Ran Policy Check for dir: `a` workspace: `b`",
     "## Plan Resultant", "| Project | Status |"],
)  # fmt: skip
def test_what_no_bot_wrote_is_passed_over(body: str):
    assert comments.read(comment(body)) == []


@pytest.mark.parametrize("tool", ONE_STACK)
def test_line_ends_of_another_world_change_nothing(tool: str):
    body = ONE_STACK[tool][0]
    assert comments.read(comment(body.replace("\n", "\r\n"))) == comments.read(comment(body))


@pytest.mark.parametrize(
    "piece",
    ["Plan: ", "Plan: 1 to add, ", "<details>", "<a", "|", "`", "#", "\n", "### 1. dir: `", "**Dir**: a\n",
     " ", "__", "Ran Plan for dir: `", "## Plans :\n**Dir**: ", "## Plan Result (", "+ 1 ~ ",
     "terraform a\n"],
)  # fmt: skip
def test_hostile_text_costs_no_more_than_its_length(piece: str):
    """Each body is long; a pattern that went back and forth would take minutes."""
    for start in ("", "## Plans :x:", "Ran Plan for 2 projects:\n", "#### Terraform Plan 📖`x`"):
        comments.read(comment(start + piece * (400_000 // len(piece)), author="spacelift[bot]"))


def test_what_a_plan_quotes_inside_a_resource_is_no_result():
    quoted = (
        "      + note = <<-EOT\n            Error: not really\n            Plan: 7 to add, \n        EOT\n"
    )
    said = only(f"Ran Plan for dir: `a` workspace: `default`\n\n{fenced(quoted + CHANGES)}")
    assert (said.state, said.add) == (State.CHANGED, 1)
