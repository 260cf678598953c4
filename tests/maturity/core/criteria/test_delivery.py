"""How the apply happens: one at a time, with the plan that was shown, without a stored key, owned."""

from __future__ import annotations

import pytest

from maturity.core.assess import assess
from maturity.core.criterion import Outcome
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.tree import MemoryTree
from tests.maturity.core.making import LIVE, PULL_REQUEST, PUSH, finding, workflow

APPLY = "terraform apply -input=false -auto-approve"
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def applied(criterion: str, run: str = APPLY, **more: str) -> Outcome:
    return finding({".github/workflows/apply.yml": workflow(PUSH, run, **more)}, criterion).outcome


@pytest.mark.parametrize(
    ("job", "outcome"),
    [
        ("", NOT_MET),
        ("    concurrency: apply\n", MET),
        ("    concurrency:\n      group: apply\n      cancel-in-progress: true\n", NOT_MET),
    ],
    ids=["no lock", "a lock", "a lock that cancels"],
)
def test_a_second_apply_waits_for_the_first(job: str, outcome: Outcome):
    assert applied("applies_serialised", job=job) is outcome


@pytest.mark.parametrize(
    ("run", "outcome"),
    [(APPLY, NOT_MET), ("terraform plan -out=tfplan\nterraform apply -input=false tfplan", MET)],
)
def test_a_saved_plan_is_the_one_that_was_shown(run: str, outcome: Outcome):
    assert applied("saved_plan_applied", run) is outcome


def test_what_is_no_stack_of_a_tool_has_no_name_that_is_empty():
    tree = MemoryTree({"deploy.sh": "aws s3 mb s3://site\n"})
    found = assess(tree, given=(LIVE, RepositoryName("example/shop", "main")))
    answer = next(one.finding for one in found.judged if one.criterion == "saved_plan_applied")
    assert answer.message == "what scripts do has no saved plans"


@pytest.mark.parametrize(
    ("top", "outcome"),
    [
        ("permissions:\n  id-token: write\n", MET),
        ("env:\n  AWS_SECRET_ACCESS_KEY: ${{ secrets.AWS_SECRET_ACCESS_KEY }}\n", NOT_MET),
        ("", UNKNOWN),
    ],
    ids=["identity token", "stored key", "neither is seen"],
)
def test_a_stored_key_is_seen_where_the_pipeline_hands_it_on(top: str, outcome: Outcome):
    assert applied("keyless_ci", top=top) is outcome


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        ("* @example/platform\n", MET),
        ("/infra/ @example/platform\n", MET),
        ("infra @example/platform\n", MET),
        ("*.tf @example/platform\n", MET),
        ("/docs/ @example/writers\n", NOT_MET),
        ("* @example/platform\n/infra/\n", NOT_MET),
        ("", NOT_MET),
    ],
)
def test_the_last_rule_that_matches_names_the_owner(rules: str, outcome: Outcome):
    assert finding({".github/CODEOWNERS": rules}, "code_owners").outcome is outcome


def test_branch_protection_is_unknown_and_says_what_would_answer():
    found = finding({}, "branch_protected")
    assert found.outcome is UNKNOWN
    assert "connecting the repository's host" in found.looked_at[0]


def test_the_tier_of_the_best_test_is_shown():
    static = {".github/workflows/a.yml": workflow(PULL_REQUEST, "terraform validate")}
    native = {
        ".github/workflows/a.yml": workflow(PULL_REQUEST, "terraform test"),
        "infra/tests/a.tftest.hcl": 'run "a" {\n  command = plan\n}\n',
    }
    assert finding(static, "tested").message.startswith("static tier: ")
    assert finding(native, "tested").message.startswith("plan tier: ")


def test_a_test_nothing_runs_is_named_and_does_not_count():
    found = finding({"infra/tests/a.tftest.hcl": 'run "a" {\n  command = plan\n}\n'}, "tested")
    assert found.outcome is NOT_MET
    assert "infra/tests/a.tftest.hcl is a test (terraform test), and no pipeline runs it" in found.looked_at


def test_rules_nothing_runs_are_named_and_do_not_count():
    found = finding({"policy/deny.rego": 'package main\n\ndeny[msg] {\n  msg := "no"\n}\n'}, "policed")
    assert found.outcome is NOT_MET
    assert "policy/deny.rego, and nothing runs them" in found.looked_at[0]


def test_an_apply_without_the_lock_is_not_locked():
    assert applied("state_locking", f"{APPLY} -lock=false") is NOT_MET
    assert applied("state_locking") is MET


def test_a_plan_its_own_job_applies_before_the_merge_is_read_by_nobody():
    workflows = {
        ".github/workflows/all.yml": workflow("[push, pull_request]", "terraform plan", APPLY),
    }
    found = finding(workflows, "plan_on_pull_request")
    assert (found.outcome, found.message) == (NOT_MET, "the job that makes the plan applies it at once")
