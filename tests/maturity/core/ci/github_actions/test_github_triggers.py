"""When a workflow starts."""

from __future__ import annotations

import pytest

from maturity.core.pipeline import Event
from tests.maturity.core.ci.github_actions.running import OURS, PATH, certain, job, perhaps, reasons, steps

PULL_REQUEST, BRANCH, DEFAULT, TAG = Event.PULL_REQUEST, Event.BRANCH, Event.DEFAULT, Event.TAG


@pytest.mark.parametrize(
    ("on", "events"),
    [
        ("push", {BRANCH, DEFAULT, TAG}),
        ("[push, pull_request]", {BRANCH, DEFAULT, TAG, PULL_REQUEST}),
        ("{push: {branches: [main]}}", {DEFAULT}),
        ("{push: {branches: ['**']}}", {DEFAULT, BRANCH}),
        ("{push: {branches: ['**', '!main']}}", {BRANCH}),
        ("{push: {branches: ['feature/**']}}", {BRANCH}),
        ("{push: {branches-ignore: [main]}}", {BRANCH}),
        ("{push: {tags: ['v*']}}", {TAG}),
        ("{push: {tags: ['v*'], branches: [main]}}", {TAG, DEFAULT}),
        ("{pull_request: {branches: [main]}}", {PULL_REQUEST}),
        ("{pull_request: {types: [closed]}}", {DEFAULT}),
        ("{pull_request: {types: [opened, closed]}}", {DEFAULT, PULL_REQUEST}),
        ("pull_request_target", {PULL_REQUEST}),
        ("merge_group", {PULL_REQUEST}),
        ("{schedule: [{cron: '0 3 * * *'}]}", {Event.SCHEDULE}),
        ("workflow_dispatch", {Event.MANUAL}),
        ("{repository_dispatch: {types: [deploy]}}", {Event.MANUAL}),
        ("issue_comment", {Event.COMMENT}),
        ("{release: {types: [published]}}", {TAG}),
    ],
)
def test_each_way_to_start_is_an_event(on: str, events: set[Event]) -> None:
    assert certain(job("", on)) == {"plan": events}
    assert perhaps(job("", on)) == {}


def test_a_workflow_that_is_only_called_does_not_start() -> None:
    workflow = job("", "{workflow_call: {}}")
    assert steps(workflow) == []
    assert reasons(workflow) == ["only other workflows start it"]


def test_a_commented_trigger_does_not_count() -> None:
    workflow = """
        on:
          workflow_dispatch:
          # schedule:
          #   - cron: "0 3 * * *"
        jobs:
          drift: {runs-on: ubuntu-latest, steps: [{run: check}]}
        """
    assert certain(workflow) == {"check": {Event.MANUAL}}


def test_the_cron_goes_along_with_the_step() -> None:
    (step,) = steps(job("", "{schedule: [{cron: '0 3 * * *'}, {cron: '0 9 * * 1'}]}"))
    assert step.context.crons == ("0 3 * * *", "0 9 * * 1")


def test_of_two_crons_only_the_asked_one_reaches_a_job() -> None:
    on = "{schedule: [{cron: '0 3 * * *'}, {cron: '0 9 * * 1'}]}"
    (step,) = steps(job("if: github.event.schedule == '0 9 * * 1'", on))
    assert step.context.crons == ("0 9 * * 1",)


def test_a_paths_filter_that_matches_no_file_never_triggers() -> None:
    workflow = job("", "{pull_request: {paths: ['$ENVIRONMENT/**', 'stacks/']}}")
    assert steps(workflow) == []
    assert "its paths filter matches no tracked file" in reasons(workflow)


def test_a_paths_filter_that_matches_only_the_workflow_never_triggers() -> None:
    workflow = job("", f"{{pull_request: {{paths: ['gone/**', '{PATH}']}}}}")
    assert steps(workflow) == []
    assert "its paths filter matches only the workflow itself" in reasons(workflow)


def test_a_paths_filter_does_not_hold_back_tags() -> None:
    assert certain(job("", "{push: {paths: ['gone/**']}}")) == {"plan": {TAG}}


def test_a_paths_filter_that_matches_a_file_triggers() -> None:
    assert certain(job("", "{pull_request: {paths: ['**.tf']}}")) == {"plan": {PULL_REQUEST}}


def test_a_known_default_branch_decides_the_filter() -> None:
    workflow = job("", "{push: {branches: [master]}}")
    assert certain(workflow) == {"plan": {DEFAULT}}
    assert steps(workflow, here=OURS) == []


def test_another_long_lived_branch_is_uncertain() -> None:
    workflow = job("", "{push: {branches: [main, production]}}")
    assert certain(workflow) == {"plan": {DEFAULT}}
    assert certain(job("", "{push: {branches: [production]}}"), here=OURS) == {}
    assert perhaps(job("", "{push: {branches: [production]}}"), here=OURS) == {"plan": {DEFAULT}}


def test_pull_requests_into_another_branch_are_uncertain() -> None:
    workflow = job("", "{pull_request: {branches: [production]}}")
    assert perhaps(workflow, here=OURS) == {"plan": {PULL_REQUEST}}


def test_a_pull_request_event_only_for_labels_is_uncertain() -> None:
    workflow = job("", "{pull_request: {types: [labeled]}}")
    assert perhaps(workflow) == {"plan": {PULL_REQUEST}}


def test_after_another_workflow_the_events_of_that_one_count() -> None:
    first = "name: First\n" + job("", "{push: {branches: [main]}}", "build")
    workflow = job("", "{workflow_run: {workflows: [First], types: [completed]}}")
    assert certain(workflow, {".github/workflows/first.yml": first}) == {"plan": {DEFAULT}}


def test_after_a_workflow_we_do_not_have_everything_is_uncertain() -> None:
    assert perhaps(job("", "{workflow_run: {workflows: [Elsewhere]}}")) == {"plan": {DEFAULT}}


def test_workflows_that_wait_for_each_other_never_start() -> None:
    workflow = "name: A\n" + job("", "{workflow_run: {workflows: [B]}}")
    other = "name: B\n" + job("", "{workflow_run: {workflows: [A]}}")
    assert steps(workflow, {".github/workflows/b.yml": other}) == []


def test_an_event_that_does_not_exist_is_named() -> None:
    assert reasons(job("", "[pull-request]")) == ["“pull-request” is not an event", "nothing starts it"]


def test_a_folder_below_workflows_is_not_read() -> None:
    from maturity.core.ci.github_actions import reader

    assert reader.wants(".github/workflows/a.yaml")
    assert not reader.wants(".github/workflows/off/a.yml")
    assert not reader.wants("examples/.github/workflows/a.yml")


def test_the_branch_another_workflow_is_followed_on_may_be_the_default_one() -> None:
    workflow = job("", "{workflow_run: {workflows: [First], branches: [master]}}")
    first = "name: First\n" + job("", "{push: {branches: ['*']}}")
    assert certain(workflow, {".github/workflows/first.yml": first}) == {"plan": {DEFAULT}}
