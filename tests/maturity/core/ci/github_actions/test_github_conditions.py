"""Which jobs and steps run, under which event."""

from __future__ import annotations

from json import dumps

import pytest

from maturity.core.facts.repository_name import RepositoryName
from maturity.core.pipeline import Event
from tests.maturity.core.ci.github_actions.running import OURS, certain, job, perhaps, reasons, steps

PULL_REQUEST, BRANCH, DEFAULT, TAG = Event.PULL_REQUEST, Event.BRANCH, Event.DEFAULT, Event.TAG
ALL = {PULL_REQUEST, BRANCH, DEFAULT, TAG}


@pytest.mark.parametrize(
    ("condition", "events"),
    [
        ("github.event_name == 'pull_request'", {PULL_REQUEST}),
        ("github.event_name != 'pull_request'", ALL - {PULL_REQUEST}),
        ("github.ref == 'refs/heads/main'", {DEFAULT}),
        ("github.ref_name == 'main' && github.event_name == 'push'", {DEFAULT}),
        ("github.ref == format('refs/heads/{0}', github.event.repository.default_branch)", {DEFAULT}),
        ("contains(fromJSON('[\"refs/heads/main\"]'), github.ref)", {DEFAULT}),
        ("startsWith(github.ref, 'refs/tags/')", {TAG}),
        ("startsWith(github.ref, 'refs/heads/')", {BRANCH, DEFAULT}),
        ("github.base_ref == 'main'", {PULL_REQUEST}),
        ("github.event.pull_request", {PULL_REQUEST}),
        ("github.event.pull_request.draft == false", ALL),  # nothing equals false, as GitHub compares
        ("github.event.pull_request.draft", set()),
        ("github.event.pull_request.head.repo.full_name == github.repository", {PULL_REQUEST}),
        ("github.actor != 'dependabot[bot]'", ALL),
        ("!contains(github.event.head_commit.message, '[skip ci]')", ALL),
        ("!contains(github.event.pull_request.labels.*.name, 'skip')", ALL),
        ("vars.APPLY == 'true'", ALL),
        ("secrets.TOKEN != ''", ALL),
        ("failure() && github.ref == 'refs/heads/main'", {DEFAULT}),
        ("always()", ALL),
        ("!cancelled()", ALL),
        ("inputs.apply", set()),
        ("github.event.inputs.apply == 'true'", set()),
        ("hashFiles('**/*.tf') != ''", ALL),
        ("hashFiles('**/*.bicep') != ''", set()),
    ],
)
def test_a_condition_lets_some_events_through(condition: str, events: set[Event]) -> None:
    assert certain(job(f"if: {dumps(condition)}")).get("plan", set()) == events
    assert certain(job(f"if: {dumps(f'${{{{ {condition} }}}}')}")).get("plan", set()) == events


@pytest.mark.parametrize("condition", ["false", "${{ false }}", "'false' == 'true'", "1 > 2", "!true"])
def test_a_condition_that_is_never_true_is_never_reached(condition: str) -> None:
    workflow = job(f'if: "{condition}"')
    assert steps(workflow) == []
    assert reasons(workflow) == ["job plan: its condition is never true here"]


@pytest.mark.parametrize(
    "condition",
    [
        "github.repository == 'ours/infra'",
        "github.repository != 'the/template'",
        "contains(github.event.pull_request.labels.*.name, 'deploy')",
        "github.actor == 'somebody'",
        "what is this",
    ],
)
def test_what_cannot_be_decided_is_uncertain(condition: str) -> None:
    workflow = job(f'if: "{condition}"', "pull_request")
    assert certain(workflow) == {}
    assert perhaps(workflow) == {"plan": {PULL_REQUEST}}


def test_the_name_of_the_repository_decides_its_guards() -> None:
    guarded = job("if: github.repository == 'ours/infra'", "pull_request")
    assert certain(guarded, here=OURS) == {"plan": {PULL_REQUEST}}
    assert steps(guarded, here=RepositoryName("a/fork", "main")) == []
    template = job("if: github.repository != 'ours/infra'", "pull_request")
    assert steps(template, here=OURS) == []


def test_text_around_an_expression_makes_it_always_true() -> None:
    assert certain(job("if: ${{ false }} && true", "push"))["plan"] == {BRANCH, DEFAULT, TAG}


def test_closed_and_merged_is_after_the_merge() -> None:
    on = "{pull_request: {types: [closed]}}"
    assert certain(job("if: github.event.pull_request.merged == true", on)) == {"plan": {DEFAULT}}
    assert steps(job("if: github.event.pull_request.merged == false", on)) == []


def test_a_job_for_opened_pull_requests_is_not_one_for_closed_ones() -> None:
    on = "{pull_request: {types: [opened, synchronize, closed]}}"
    assert certain(job("if: github.event.action != 'closed'", on)) == {"plan": {PULL_REQUEST}}
    assert certain(job("if: github.event.action == 'closed'", on)) == {"plan": {DEFAULT}}


def test_a_branch_only_a_condition_speaks_of_is_uncertain() -> None:
    assert perhaps(job("if: github.ref == 'refs/heads/production'", "push")) == {"plan": {DEFAULT}}


def test_three_jobs_run_for_three_events() -> None:
    workflow = """
        on: {pull_request: , push: {branches: [main]}, schedule: [{cron: "0 3 * * *"}]}
        jobs:
          plan: {if: github.event_name == 'pull_request', steps: [{run: plan}]}
          apply: {if: github.event_name == 'push', steps: [{run: apply}]}
          drift: {if: github.event_name == 'schedule', steps: [{run: drift}]}
        """
    assert certain(workflow) == {"plan": {PULL_REQUEST}, "apply": {DEFAULT}, "drift": {Event.SCHEDULE}}


def test_a_commented_job_does_not_run() -> None:
    workflow = """
        on: push
        jobs:
          build: {steps: [{run: build}]}
          # apply: {steps: [{run: apply}]}
        """
    assert set(certain(workflow)) == {"build"}


def test_a_job_does_not_run_after_one_that_was_skipped() -> None:
    workflow = """
        on: [push, pull_request]
        jobs:
          plan: {if: github.event_name == 'pull_request', steps: [{run: plan}]}
          apply: {needs: plan, steps: [{run: apply}]}
          report: {needs: [plan], if: always(), steps: [{run: report}]}
          after: {needs: [report], steps: [{run: after}]}
        """
    ran = certain(workflow)
    assert ran["apply"] == {PULL_REQUEST}
    assert ran["report"] == ALL
    assert ran["after"] == {PULL_REQUEST}  # success() looks at every job before it


def test_a_job_after_an_uncertain_one_is_uncertain() -> None:
    workflow = """
        on: pull_request
        jobs:
          first: {if: github.repository == 'x/y', steps: [{run: first}]}
          second: {needs: first, steps: [{run: second}]}
        """
    assert perhaps(workflow) == {"first": {PULL_REQUEST}, "second": {PULL_REQUEST}}


def test_jobs_that_need_each_other_never_run() -> None:
    workflow = "{on: push, jobs: {a: {needs: b, steps: [{run: a}]}, b: {needs: a, steps: [{run: b}]}}}"
    assert steps(workflow) == []
    assert reasons(workflow) == ["job a: it waits for itself", "job b: it waits for itself"]


@pytest.mark.parametrize(("switch", "ran"), [("true", set()), ("false", {"apply"})])
def test_a_switch_of_the_workflow_that_is_off_keeps_its_jobs_off(switch: str, ran: set[str]) -> None:
    workflow = f"""
        on: {{push: {{branches: [main]}}}}
        env: {{APPLY_DISABLED: "{switch}"}}
        jobs:
          apply: {{if: env.APPLY_DISABLED != 'true', steps: [{{run: apply}}]}}
        """
    assert set(certain(workflow)) == ran


def test_change_detection_leaves_a_job_certain_with_a_note() -> None:
    workflow = """
        on: pull_request
        jobs:
          changes: {steps: [{run: detect}], outputs: {infra: "${{ steps.x.outputs.infra }}"}}
          plan: {needs: changes, if: needs.changes.outputs.infra == 'true', steps: [{run: plan}]}
        """
    step = steps(workflow)[-1]
    assert (step.run, step.certain, step.note) == ("plan", True, "depends on another job")


def test_outputs_of_a_skipped_step_are_empty() -> None:
    workflow = """
        on: [push, pull_request]
        jobs:
          plan:
            steps:
              - {id: changed, if: github.event_name == 'pull_request', run: changed}
              - {if: steps.changed.outputs.any == 'true', run: plan}
        """
    assert certain(workflow)["plan"] == {PULL_REQUEST}


def test_one_step_for_sure_here_and_perhaps_there_comes_twice() -> None:
    condition = "if: github.event_name == 'pull_request' || github.repository == 'x/y'"
    workflow = job(condition, "{pull_request: , schedule: [{cron: '0 3 * * *'}]}")
    assert certain(workflow) == {"plan": {PULL_REQUEST}}
    assert perhaps(workflow) == {"plan": {Event.SCHEDULE}}
