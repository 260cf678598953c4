"""What the pipelines of a repository do, from its files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from maturity.core.facts.pipelines import Pipelines, collect, covers
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.facts.stack import Stack
from maturity.core.files import Files
from maturity.core.linking.follow import Followed, follow
from maturity.core.pipeline import Act, Event
from maturity.core.source import Source
from maturity.core.tree import MemoryTree

PLAN = """
on:
  pull_request:
  schedule:
    - cron: "0 6 * * *"
jobs:
  plan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: terraform plan -lock=false
        working-directory: live/prod
      # - run: tflint
      - run: checkov -d live
        continue-on-error: true
"""
APPLY = """
on:
  push:
    branches: [main]
jobs:
  apply:
    runs-on: ubuntu-latest
    steps:
      - run: terraform -chdir=live/prod apply -auto-approve
"""


def pipelines(**files) -> Pipelines:
    tree = {f".github/workflows/{name}.yml": text for name, text in files.items()}
    return collect(Files(MemoryTree({**tree, "live/prod/main.tf": 'resource "x" "y" {}'})), RepositoryName())


def stack(directory: str) -> Stack:
    return Stack(directory=directory, tool="terraform", at=Source(f"{directory}/main.tf"))


def test_a_plan_before_the_merge_is_told_from_an_apply_after_it():
    found = pipelines(plan=PLAN, apply=APPLY)
    assert [one.at.path for one in found.before_merge(Act.PLAN)] == [".github/workflows/plan.yml"]
    assert [one.at.path for one in found.after_merge(Act.APPLY)] == [".github/workflows/apply.yml"]
    assert found.before_merge(Act.APPLY) == []


def test_a_commented_step_is_not_an_activity():
    assert pipelines(plan=PLAN).doing(Act.LINT) == []


def test_a_scan_that_cannot_fail_says_why():
    (scan,) = pipelines(plan=PLAN).doing(Act.SCAN)
    assert scan.soft == "continue-on-error"


def test_scheduled_activities_carry_the_cron_of_their_workflow():
    (plan,) = pipelines(plan=PLAN).scheduled(Act.PLAN)
    assert plan.context.crons == ("0 6 * * *",)


def test_an_activity_concerns_the_stacks_at_and_under_its_folder():
    found = pipelines(plan=PLAN)
    plans = found.doing(Act.PLAN)
    assert found.for_stack(stack("live/prod"), plans) == plans
    assert found.for_stack(stack("live/stage"), plans) == []


def test_a_folder_known_only_at_run_time_may_be_any():
    assert covers(None, "live/prod")
    assert covers("", "live/prod")
    assert covers("live", "live/prod")
    assert not covers("live/pro", "live/prod")


def test_a_workflow_of_another_repository_may_do_what_its_name_suggests():
    found = pipelines(
        ci="on: pull_request\njobs:\n  t:\n    uses: acme/ci/.github/workflows/terraform-plan.yml@v1\n"
    )
    assert [one.ref for one in found.delegated_that_might(Act.PLAN, {Event.PULL_REQUEST})]
    assert found.delegated_that_might(Act.SCAN, {Event.PULL_REQUEST}) == []
    assert found.delegated_that_might(Act.PLAN, {Event.DEFAULT}) == []


def test_a_name_that_leaves_open_what_it_does_may_do_anything():
    called = "on: pull_request\njobs:\n  t:\n    uses: acme/x/.github/workflows/{}@v1\n"
    for name, suspected in (
        ("ci.yml", True),
        ("labels.yml", False),
        ("docs-check.yml", False),
        ("commit-signature-checker.yml", False),
        ("infra.yml", True),
    ):
        found = pipelines(ci=called.format(name))
        assert bool(found.delegated_that_might(Act.VALIDATE, {Event.PULL_REQUEST})) is suspected


def test_every_workflow_is_listed_with_its_system_and_branches():
    (listed,) = pipelines(apply=APPLY).workflows
    assert (listed.system, listed.branches) == ("github-actions", ("main",))


def test_a_broken_workflow_is_unreadable_and_never_nothing():
    found = pipelines(broken="on: [push\njobs: {")
    assert [one.path for one in found.unreadable] == [".github/workflows/broken.yml"]


@pytest.mark.parametrize(("folder", "seen"), [("", True), ("examples/", False), ("new-templates/", False)])
def test_a_pipeline_among_the_examples_is_no_evidence(folder, seen):
    text = "trigger: [main]\nsteps:\n  - script: terraform plan\n"
    found = collect(Files(MemoryTree({f"{folder}azure-pipelines.yml": text})), RepositoryName())
    assert bool(found.doing(Act.PLAN)) is seen


def test_what_only_prepares_a_step_of_a_jenkins_library_may_not_plan():
    for call, suspected in (
        ("setGitVariables()", False),
        ("terraform()", True),
        ("microservicePipeline()", True),
    ):
        text = f"@Library('ci') _\nnode {{\n  {call}\n}}\n"
        found = collect(Files(MemoryTree({"Jenkinsfile": text})), RepositoryName())
        assert bool(found.delegated_that_might(Act.PLAN, {Event.BRANCH, Event.PULL_REQUEST})) is suspected


def test_a_gitlab_pipeline_that_is_not_at_the_top_is_noted():
    job = "plan:\n  script: terraform plan\n"
    found = collect(Files(MemoryTree({"infra/.gitlab-ci.yml": job})), RepositoryName())
    assert (found.activities, found.away) == ((), ("infra/.gitlab-ci.yml",))
    included = {".gitlab-ci.yml": "include: infra/.gitlab-ci.yml\n", "infra/.gitlab-ci.yml": job}
    assert collect(Files(MemoryTree(included)), RepositoryName()).doing(Act.PLAN)


def test_a_workflow_we_fail_to_follow_costs_that_workflow(monkeypatch: pytest.MonkeyPatch):
    def broken(steps: Iterable[Any], files: Files) -> Followed:
        found = follow(steps, files)
        if any(one.at.path.endswith("plan.yml") for one in found.activities):
            raise IndexError("no such job")
        return found

    monkeypatch.setattr("maturity.core.facts.pipelines.follow", broken)
    found = pipelines(plan="on: pull_request\njobs: {t: {steps: [{run: terraform plan}]}}\n", apply=APPLY)
    assert [one.path for one in found.workflows] == [".github/workflows/apply.yml"]
    assert [str(one.reason) for one in found.unreadable] == [
        "Rungs failed to follow this: IndexError: no such job"
    ]
