"""What a name suggests."""

from __future__ import annotations

import pytest

from maturity.core.linking.guess import might
from maturity.core.pipeline import Act


@pytest.mark.parametrize(
    ("ref", "acts"),
    [
        ("o/r/.github/workflows/terraform-plan.yml@v1", {Act.PLAN}),
        ("o/r/.github/workflows/terraform.yml@main", {Act.PLAN, Act.APPLY, Act.FMT, Act.VALIDATE}),
        ("o/r/.github/workflows/drift_detection.yaml@v2", {Act.DRIFT_CHECK}),
        ("./.github/actions/tflint", {Act.LINT}),
        ("o/terraform/.github/workflows/build.yml@v1", set()),
        ("project:group/pipelines/security-scan.yml", {Act.SCAN}),
        ("o/r/.github/workflows/pr-checks.yml@v1", {Act.FMT, Act.VALIDATE, Act.LINT, Act.SCAN}),
        ("o/r/terraform-static-analysis@v1", {Act.FMT, Act.VALIDATE, Act.LINT, Act.SCAN}),
        ("o/r/.github/workflows/license-check.yml@v1", set()),
    ],
)
def test_a_name_suggests_acts(ref: str, acts: set[Act]) -> None:
    assert might(ref) == acts
