"""Which runs of tests concern infrastructure."""

from __future__ import annotations

from maturity.core.files import Files
from maturity.core.linking.follow import follow
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Act, Context, Event, Step
from maturity.core.tree import MemoryTree

TERRATEST = 'package test\nimport "github.com/gruntwork-io/terratest/modules/terraform"\n'


def acts(text, files, cwd=""):
    step = Step(line=1, run=text, run_line=1)
    one = Reached(
        step=step,
        path="ci.yml",
        context=Context(system="x", workflow="ci.yml", job="j"),
        run=text,
        events=frozenset({Event.PULL_REQUEST}),
        cwd=cwd,
        siblings=(step,),
    )
    return [one.act for one in follow([one], Files(MemoryTree(files))).activities]


def test_terratest_creates_something_real():
    assert acts("go test ./...", {"test/vpc_test.go": TERRATEST}, cwd="test") == [Act.INTEGRATION_TEST]


def test_the_tests_of_an_application_are_not_about_infrastructure():
    assert acts("go test ./...", {"cmd/main_test.go": "package main\n"}) == []
    assert acts("pytest tests", {"tests/test_app.py": "def test_x(): pass\n"}) == []


def test_tests_in_another_folder_are_not_run():
    files = {"test/vpc_test.go": TERRATEST, "app/main_test.go": "package app\n"}
    assert acts("go test ./app/...", files) == []


def test_snapshots_of_a_stack_are_a_test_that_creates_nothing():
    files = {"cdk/test/stack.test.ts": "import { Template } from 'aws-cdk-lib/assertions';\n"}
    assert acts("npx jest", files, cwd="cdk") == [Act.TEST]


def test_native_tests_that_only_plan_create_nothing():
    planned = 'run "x" {\n  command = plan\n}\n'
    assert acts("terraform test", {"tests/a.tftest.hcl": planned}) == [Act.TEST]
    assert acts("terraform test", {"tests/a.tftest.hcl": 'run "x" {\n}\n'}) == [Act.INTEGRATION_TEST]
