"""Rules that run inside a program."""

from __future__ import annotations

from maturity.core.facts.pipelines import Pipelines
from maturity.core.pipeline import Act
from tests.maturity.core.stacks.scanning import fact

WORKFLOW = (
    "on: pull_request\njobs:\n  diff:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npx cdk diff\n"
)
APP = "import * as cdk from 'aws-cdk-lib'\nconst app = new cdk.App()\n"
NAG = "cdk.Aspects.of(app).add(new AwsSolutionsChecks({ verbose: true }))\n"


def test_cdk_nag_scans_whenever_the_program_is_synthesised() -> None:
    files = {".github/workflows/ci.yml": WORKFLOW, "cdk.json": "{}", "bin/app.ts": APP}
    assert {one.act for one in fact(Pipelines, files).activities} == {Act.PLAN}
    files["bin/app.ts"] += NAG
    assert {one.act for one in fact(Pipelines, files).activities} == {Act.PLAN, Act.SCAN}
