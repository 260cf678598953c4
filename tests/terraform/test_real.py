"""A real terraform with a real provider: drift, pending changes and failures, as they really are."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers import serialize

from maturity.actions import planning
from maturity.models import DriftCheck, PlanContent, Run, Stack, State
from tests.factories import make_repository, make_stack
from tests.gitrepo import GitRepo
from tests.servers import needs
from tests.terraform.estate import LOCK_FILE, SECRET, Estate

pytestmark = [needs("terraform"), pytest.mark.django_db]
Checked = Callable[..., Run]
# Needs no provider, so it plans in a tenth of a second.
DATA = 'variable "size" {}\nresource "terraform_data" "x" { input = var.size }\n'


@pytest.fixture
def repo(tmp_path) -> GitRepo:
    return GitRepo(tmp_path / "infra")


@pytest.fixture
def stack(repo, data) -> Stack:
    repository = make_repository("acme/infra", url=str(repo.path), host="local", web_url="")
    return make_stack(repository, "live", mode="pull")


@pytest.fixture
def checked(repo, stack) -> Checked:
    """Commit these files of the stack and check it."""

    def check(files: dict[str, str], **fields: Any) -> Run:
        Stack.objects.filter(pk=stack.pk).update(**fields)
        repo.commit({f"live/{name}": text for name, text in files.items()})
        run = planning.request_check(None, Stack.objects.get(pk=stack.pk))
        planning.check(run)
        stack.refresh_from_db()
        return Run.objects.get(pk=run.pk)

    return check


def stored() -> str:
    """Every row there is, unpacked."""
    rows = "".join(serialize("json", model._default_manager.all()) for model in apps.get_models())
    return rows + str([content.changes for content in PlanContent.objects.all()])


def drift_of(stack: Stack) -> list[tuple[str, str, str | None, str | None]]:
    plan = DriftCheck.objects.latest("pk").plan
    assert plan is not None
    return [
        (change.address, one.path, one.before, one.after)
        for change in plan.content.changes for one in change.drift
    ]  # fmt: skip


def test_what_was_applied_is_in_sync(estate: Estate, checked, stack, data):
    run = checked(estate.files)
    assert (run.state, run.error, stack.finding) == (State.FINISHED, "", "in_sync")
    assert "localfile_json.web: Refreshing state..." in run.log.text
    assert list((data / "plans").iterdir()) == []


def test_what_somebody_changed_outside_is_drift_attribute_by_attribute(estate: Estate, checked, stack):
    estate.change("web", {"size": "t3.large"})
    checked(estate.files)
    assert (stack.finding, stack.drifted_resources, stack.pending_resources) == ("drifted", 1, 0)
    assert drift_of(stack) == [("localfile_json.web", "values.size", "t3.small", "t3.large")]
    assert stack.episodes.get().ended_at is None


def test_code_that_was_not_applied_is_pending_and_no_drift(estate: Estate, checked, stack):
    checked({**estate.files, "main.tf": estate.main.replace("postgres", "mysql")})
    assert (stack.finding, stack.drifted_resources, stack.pending_resources) == ("pending", 0, 1)


def test_both_at_once_are_two_facts_and_no_secret_is_kept(estate: Estate, checked, stack):
    estate.change("web", {"size": "t3.large"})
    (estate.data / "db.json").write_text(json.dumps({"values": {"engine": "x"}, "secret": f"new-{SECRET}"}))
    checked({**estate.files, "main.tf": estate.main.replace("t3.small", "t3.medium")})
    assert stack.finding == "drifted_and_pending"
    assert "t3.medium" in stored()
    assert SECRET not in stored()


def test_a_provider_that_fails_keeps_the_finding_and_is_quoted(estate: Estate, checked, stack):
    Stack.objects.update(finding="in_sync")
    (estate.data / "web.json").write_text("{")
    run = checked(estate.files)
    assert run.state == State.ERRORED
    assert run.error.startswith("terraform plan failed: Reading the file: web.json is not JSON")
    assert (stack.finding, stack.attempt) == ("in_sync", "errored")


def test_a_plan_that_takes_too_long_is_stopped(estate: Estate, checked, stack, settings):
    settings.RUNGS_PLAN_MINUTES = 0.05
    estate.hold.touch()
    run = checked(estate.files)
    assert estate.held.exists()
    assert (run.state, stack.attempt) == (State.ERRORED, "timed_out")
    assert "refreshing" in run.progress


def test_a_stack_without_a_lock_file_is_told_so(estate: Estate, checked):
    run = checked({"main.tf": estate.main})
    assert run.error == f"there is no lock file: commit {LOCK_FILE} of live"


def test_a_provider_that_cannot_be_found_is_told_in_terraforms_words(estate: Estate, checked):
    run = checked({**estate.files, "main.tf": estate.main.replace("demo/localfile", "demo/other")})
    assert run.error.startswith("terraform init failed: ")
    assert "local.test/demo/other" in run.error


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"workspace": "eu"}, 'the workspace eu cannot be selected: Workspace "eu" doesn\'t exist.'),
        ({}, "terraform plan failed: No value for required variable: The root module input variable"),
        ({"variables": ["gone.tfvars"]}, "there is no variable file gone.tfvars on the default branch"),
    ],
)
def test_what_a_stack_is_planned_with_has_to_be_there(checked, fields, said, repo):
    run = checked({"main.tf": DATA}, **fields)
    assert run.error.startswith(said)


def test_variable_files_are_taken_from_the_checkout(checked, stack):
    run = checked({"main.tf": DATA, "prod.tfvars": 'size = "big"\n'}, variables=["prod.tfvars"])
    assert (run.error, stack.finding) == ("", "pending")
