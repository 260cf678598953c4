"""Terramate, Pulumi, CDK and CDKTF."""

from __future__ import annotations

import pytest

from maturity.core.source import Source
from tests.maturity.core.stacks.scanning import stack, stacks

TERRAMATE = 'stack {\n  name = "vpc"\n}\n'
BACKEND = 'terraform {\n  backend "s3" {\n    bucket = "b"\n    use_lockfile = true\n  }\n}\n'
PROJECT = "name: net\nruntime: python\n"


def test_terramate_uses_the_backend_it_generated() -> None:
    found = stack({"envs/prd/vpc/stack.tm.hcl": TERRAMATE, "envs/prd/vpc/backend.tf": BACKEND})
    assert (found.tool, found.directory, found.environment) == ("terramate", "envs/prd/vpc", "prod")
    assert found.backend is not None
    assert found.backend.locking is True


def test_every_pulumi_stack_is_one() -> None:
    files = {
        "infra/Pulumi.yaml": PROJECT,
        "infra/Pulumi.prod.yaml": "config: {}\n",
        "infra/Pulumi.dev.yaml": "config: {}\n",
    }
    assert [(one.name, one.environment) for one in stacks(files)] == [
        ("net/dev", "dev"),
        ("net/prod", "prod"),
    ]


def test_without_stack_files_the_project_is_the_stack() -> None:
    assert stack({"Pulumi.yaml": PROJECT}).name == "net"


def test_where_pulumi_keeps_its_state_depends_on_the_login() -> None:
    backend = stack({"Pulumi.yaml": PROJECT}).backend
    assert backend is not None
    assert (backend.partial, backend.locking) == (True, None)


def test_a_backend_of_the_project_locks() -> None:
    backend = stack({"Pulumi.yaml": PROJECT + "backend:\n  url: s3://state\n"}).backend
    assert backend is not None
    assert (backend.locking, backend.at) == (True, Source("Pulumi.yaml", 4))


@pytest.mark.parametrize(
    ("line", "locking"),
    [
        ("PULUMI_ACCESS_TOKEN: ${{ secrets.TOKEN }}", True),
        ("PULUMI_BACKEND_URL: ${{ vars.URL }}", None),
        ("PULUMI_BACKEND_URL: file:///tmp/state", None),
    ],
)
def test_ci_tells_which_backend_pulumi_logs_in_to(line: str, locking: bool | None) -> None:
    workflow = f"on: push\nenv:\n  {line}\njobs: {{}}\n"
    backend = stack({"Pulumi.yaml": PROJECT, ".github/workflows/up.yml": workflow}).backend
    assert backend is not None
    assert backend.locking is locking


def test_a_cdk_app_is_a_stack_with_a_state_of_its_own() -> None:
    found = stack({"infra/cdk.json": '{\n  "app": "npx ts-node bin/app.ts"\n}\n'})
    assert (found.tool, found.at) == ("cdk", Source("infra/cdk.json", 2))
    assert found.backend is not None
    assert found.backend.kind == "inherent"


def test_a_cdk_json_without_an_app_is_no_stack() -> None:
    assert stacks({"cdk.json": '{"context": {}}'}) == []


@pytest.mark.parametrize(
    ("call", "kind", "locking"),
    [
        ("new S3Backend(this, { bucket: 'b' });", "s3", False),
        ("new S3Backend(this, { bucket: 'b', dynamodbTable: 't' });", "s3", True),
        ("new CloudBackend(this, { organization: 'o' });", "cloud", True),
    ],
)
def test_cdktf_names_its_backend_in_the_program(call: str, kind: str, locking: bool) -> None:
    files = {
        "cdktf.json": '{"language": "typescript", "app": "x"}',
        "main.ts": f"import {{ App }} from 'cdktf';\n{call}\n",
    }
    backend = stack(files).backend
    assert backend is not None
    assert (backend.kind, backend.locking, backend.at) == (kind, locking, Source("main.ts", 2))


def test_a_stack_named_with_its_organisation_is_kept_in_pulumi_cloud() -> None:
    files = {"Pulumi.yaml": "name: web\nruntime: nodejs\n", "up.sh": "#!/bin/sh\npulumi up -s acme/prod\n"}
    backend = stack(files).backend
    assert backend is not None
    assert (backend.locking, backend.locking_at) == (True, Source("up.sh", 2))
    own = stack(files | {"up.sh": "#!/bin/sh\npulumi up -s organization/web/prod\n"}).backend
    assert own is not None
    assert own.locking is None


def test_a_service_of_ecspresso_is_a_stack() -> None:
    found = stacks({"ecs/prod/web/ecspresso.yml": "region: eu-west-1\n", "examples/a/ecspresso.yml": ""})
    assert [(one.directory, one.tool, one.environment) for one in found] == [
        ("ecs/prod/web", "ecspresso", "prod")
    ]
