from __future__ import annotations

from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.source import Source
from tests.maturity.core.stacks.scanning import fact, stack, stacks

MODULE = 'variable "x" {}\nresource "a" "b" {\n}\noutput "y" {\n  value = 1\n}\n'
PARTIAL = 'terraform {\n  backend "s3" {}\n}\nresource "a" "b" {\n}\n'


def workflow(*commands: str) -> str:
    steps = "".join(f"      - run: {command}\n        working-directory: infra\n" for command in commands)
    return (
        f"on:\n  push:\n    branches: [main]\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"
    )


def test_a_directory_that_a_pipeline_applies_is_a_stack() -> None:
    files = {"infra/main.tf": MODULE, ".github/workflows/up.yml": workflow("terraform apply -auto-approve")}
    assert stack(files).directory == "infra"
    assert stacks({"infra/main.tf": MODULE}) == []


def test_a_pipeline_may_pass_the_lock_to_init() -> None:
    command = "terraform init -backend-config=bucket=b -backend-config=dynamodb_table=locks"
    backend = stack({"infra/main.tf": PARTIAL, ".github/workflows/up.yml": workflow(command)}).backend
    assert backend is not None
    assert (backend.locking, backend.locking_at) == (True, Source(".github/workflows/up.yml", 8))


def test_a_pipeline_may_name_a_file_of_settings() -> None:
    files = {
        "infra/main.tf": PARTIAL,
        "infra/config/prod.hcl": 'bucket = "b"\nuse_lockfile = true\n',
        ".github/workflows/up.yml": workflow("terraform init -backend-config=config/prod.hcl"),
    }
    backend = stack(files).backend
    assert backend is not None
    assert backend.locking_at == Source("infra/config/prod.hcl", 2)


def test_modules_count_as_declared_and_examples_as_samples() -> None:
    found = fact(Infrastructure, {"main.tf": MODULE, "examples/a/main.tf": PARTIAL})
    assert (found.declared, found.resources, found.sample_only) == ((Source("main.tf", 1),), 1, ())


def test_what_was_put_away_does_not_count() -> None:
    assert fact(Infrastructure, {"old/main.tf": PARTIAL, "deprecated/x/main.tf": PARTIAL}).declared == ()
