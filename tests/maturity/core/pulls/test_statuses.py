from __future__ import annotations

import pytest

from maturity.core.pulls.seen import State
from maturity.core.pulls.statuses import read
from tests.maturity.core.pulls.samples import check

COUNTS = "Plan: 1 to add, 0 to change, 2 to destroy."
NAMED = [
    ("atlantis/plan: live/prod/default", "atlantis", "live/prod/default"),
    ("infra-bot/plan: db", "atlantis", "db"),
    ("Terraform Cloud/acme/network-prod", "hcp", "network-prod"),
    ("spacelift/network-prod", "spacelift", "network-prod"),
    ("network/plan", "digger", "network"),
]
ALL_AT_ONCE = [
    ("atlantis/plan", "2/2 projects planned successfully.", "atlantis"),
    ("ours/plan", "2/2 projects planned successfully.", "atlantis"),
    ("digger/plan", "", "digger"),
    ("Terraform Cloud/acme/repo-id-x1y2", "", "hcp"),
    ("spacelift/proposed", "", "spacelift"),
    ("terrateam plan", "", "terrateam"),
    ("plan", "", ""),
    ("Terraform / plan (prod, eu-west-1)", "", ""),
    ("tf-plan-prod", "", ""),
]
OTHER = [
    "atlantis/policy_check", "atlantis/policy_check: db", "spacelift/tracked", "spacelift/modules",
    "terrateam plan pre-hooks", "build", "lint", "terraform plan tests", "apply the plan", "explain",
    "deploy/preview",
]  # fmt: skip


@pytest.mark.parametrize(("name", "tool", "stack"), NAMED)
def test_the_status_of_a_tool_names_its_stack(name: str, tool: str, stack: str):
    said = read(check(name, text=COUNTS))
    assert said is not None
    assert (said.tool, said.name, said.state, said.destroy) == (tool, stack, State.CHANGED, 2)
    assert not said.whole


def test_terrateam_names_directory_and_workspace():
    said = read(check("terrateam plan: live/prod blue"))
    assert said is not None
    assert (said.directory, said.workspace, said.state) == ("live/prod", "blue", State.PLANNED)


@pytest.mark.parametrize(("name", "text", "tool"), ALL_AT_ONCE)
def test_some_speak_for_all_stacks_at_once(name: str, text: str, tool: str):
    said = read(check(name, text=text))
    assert said is not None
    assert (said.tool, said.whole, said.state) == (tool, True, State.PLANNED)


@pytest.mark.parametrize("name", OTHER)
def test_what_is_no_plan_is_passed_over(name: str):
    assert read(check(name)) is None


def test_a_job_is_known_from_the_scan_whatever_its_name():
    assert read(check("infrastructure")) is None
    for name in ("infrastructure", "CI / infrastructure", "infrastructure (prod)"):
        assert read(check(name), {"infrastructure"}) is not None


@pytest.mark.parametrize(
    ("outcome", "state"), [("pending", "pending"), ("failure", "errored"), ("success", "planned")]
)
def test_the_outcome_of_a_silent_check_is_its_state(outcome: str, state: str):
    said = read(check("atlantis/plan: db", outcome))
    assert said is not None
    assert (said.state, said.destroy) == (state, None)


@pytest.mark.parametrize("name", ["CI / plan (prod, eu-west-1)", "plan: [prod, eu-west-1]"])
def test_a_job_of_a_matrix_tells_its_cell(name: str):
    said = read(check(name))
    assert said is not None
    assert (said.whole, said.cell) == (True, "prod, eu-west-1")


def test_a_check_that_was_skipped_says_nothing():
    assert read(check("plan", "skipped")) is None


def test_no_changes_in_words_are_no_changes():
    said = read(check("Terraform Cloud/acme/db", text="Terraform plan has no changes"))
    assert said is not None
    assert said.state == State.UNCHANGED


def test_a_failure_is_believed_over_the_counts_that_were_printed_before_it():
    said = read(check("atlantis/plan: db", "failure", COUNTS))
    assert said is not None
    assert (said.state, said.destroy) == (State.ERRORED, None)


@pytest.mark.parametrize(
    ("name", "outcome", "text", "state"),
    [
        ("atlantis/apply: db", "success", "Apply succeeded.", "applied"),
        ("atlantis/apply: db", "failure", "Apply failed.", "errored"),
        ("atlantis/apply: db", "pending", "", None),
        ("atlantis/apply", "pending", "0/2 projects applied.", None),
        ("atlantis/apply", "success", "2/2 projects applied successfully.", "applied"),
        ("atlantis/apply", "success", "2/2 projects up to date.", None),
        ("terrateam apply: live/prod default", "success", "", "applied"),
        ("terrateam apply", "pending", "Waiting", None),
        ("network/apply", "success", "", "applied"),
    ],
)
def test_an_apply_counts_when_it_happened(name: str, outcome: str, text: str, state: str | None):
    said = read(check(name, outcome, text))
    assert (said.state if said else None) == state


@pytest.mark.parametrize("piece", ["a", "/", "plan: ", " (", "(", ".", "terrateam plan: "])
def test_hostile_names_cost_no_more_than_their_length(piece: str):
    read(check(piece * 100_000, text=piece * 100_000), {"a"})
