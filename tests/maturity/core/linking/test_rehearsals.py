"""Applies into something that does not outlast the job."""

from __future__ import annotations

import pytest

from maturity.core.facts.pipelines import Pipelines
from maturity.core.pipeline import Act
from tests.maturity.core.stacks.scanning import fact

JOB = "on: {ON}\njobs:\n  e2e:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
BOTH = "{push: {branches: [main]}, pull_request: {}}"
PUSH = "{push: {branches: [main]}}"


def acts(steps: str, on: str = PUSH) -> set[Act]:
    files = {".github/workflows/e2e.yml": JOB.replace("{ON}", on) + steps, "main.yml": "- hosts: all\n"}
    return {one.act for one in fact(Pipelines, files).activities}


@pytest.mark.parametrize(
    "makes", ["uses: helm/kind-action@v1", "run: k3d cluster create", "run: kind create cluster"]
)
def test_what_is_put_into_a_cluster_of_the_job_is_a_test(makes: str) -> None:
    apply = "      - run: helm upgrade --install web ./chart\n"
    assert acts(apply) == {Act.APPLY}
    assert acts(f"      - {makes}\n{apply}") == {Act.INTEGRATION_TEST}
    assert Act.APPLY in acts(f"{apply}      - {makes}\n")


def test_a_playbook_that_pull_requests_run_as_well_is_tried_out() -> None:
    play = "      - run: ansible-playbook main.yml\n"
    assert acts(play) == {Act.APPLY}
    assert acts(play, BOTH) == {Act.INTEGRATION_TEST}
