from __future__ import annotations

import pytest

from maturity.core.readers.infra_test import reader
from tests.maturity.core.readers.reading import read


@pytest.mark.parametrize(
    ("path", "text", "framework", "tier"),
    [
        ("tests/a.tftest.hcl", 'run "a" {\n  command = plan\n}\n', "terraform test", 2),
        ("tests/a.tftest.hcl", 'run "a" {\n  command = plan\n}\nrun "b" {\n}\n', "terraform test", 3),
        ("tests/a.tftest.hcl", 'mock_provider "aws" {}\nrun "a" {\n}\n', "terraform test", 2),
        (
            "test/vpc_test.go",
            'import "github.com/gruntwork-io/terratest/modules/terraform"\n',
            "terratest",
            3,
        ),
        ("tests/test_plan.py", "import tftest\n", "tftest", 2),
        ("infra/tests/test_stack.py", "pulumi.runtime.set_mocks(Mocks())\n", "pulumi", 2),
        ("cdk/test/app.test.ts", "import { Template } from 'aws-cdk-lib/assertions';\n", "cdk", 1),
        ("kitchen.yml", "driver:\n  name: terraform\n", "kitchen-terraform", 3),
        ("roles/db/molecule/default/molecule.yml", "driver: {name: docker}\n", "molecule", 3),
        ("charts/a/tests/web_test.yaml", "suite: web\ntests:\n  - asserts: []\n", "helm-unittest", 1),
    ],
)
def test_a_test_is_known_by_what_it_uses(path: str, text: str, framework: str, tier: int) -> None:
    found = read(reader, path, text)
    assert found is not None
    assert (found.framework, found.tier) == (framework, tier)


def test_a_test_of_something_else_is_none() -> None:
    assert read(reader, "cmd/tests/main_test.go", 'package main\nimport "testing"\n') is None
    assert not reader.wants("src/components/button.test.tsx")
