"""Small things the tests of the core are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import indent

from maturity.core.assess import assess
from maturity.core.criterion import Criterion, Effort, Finding, Fix, Gate, Lifecycle, met
from maturity.core.facts.kind import Kind, KindName
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.facts.stack import Stack
from maturity.core.source import Source
from maturity.core.tree import MemoryTree

LIVE = Kind(KindName.LIVE, "it has a backend")


def criterion_about(
    name: str, level: int = 3, gate: Gate = Gate.REQUIRED, check: Callable[..., Finding] = lambda: met("yes")
) -> Criterion:
    return Criterion(
        id=name, level=level, question="?", why=".", fix=lambda: Fix("."), effort=Effort.LOW, gate=gate,
        lifecycle=Lifecycle.STABLE, practice="", aspect="State", waivable=True, live_only=True,
        per_stack=True,
        needs=(), check=check,
    )  # fmt: skip


def stack(directory: str, environment: str = "", tool: str = "terraform") -> Stack:
    at = Source(f"{directory}/main.tf" if directory else "main.tf")
    return Stack(directory=directory, tool=tool, at=at, environment=environment)


TERRAFORM = {
    "infra/main.tf": 'terraform {\n  backend "s3" {\n    bucket = "state"\n    key = "shop"\n'
    '    use_lockfile = true\n  }\n}\n\nresource "aws_sqs_queue" "orders" {\n  name = "orders"\n}\n'
}


def finding(files: Mapping[str, str], criterion: str, kind: Kind = LIVE) -> Finding:
    """The answer to one criterion, with everything else a Terraform stack in `infra` has."""
    found = assess(MemoryTree({**TERRAFORM, **files}), given=(kind, RepositoryName("example/shop", "main")))
    return next(one.finding for one in found.judged if one.criterion == criterion)


def workflow(on: str, *runs: str, steps: str = "", job: str = "", top: str = "") -> str:
    """A GitHub Actions workflow that runs the lines in `infra`, one step each; the rest goes in as it is."""
    lines = "".join(f"      - run: |\n{indent(run, '          ')}\n" for run in runs)
    return (
        f"on: {on}\n{top}jobs:\n  infra:\n    runs-on: ubuntu-latest\n{job}"
        "    defaults:\n      run:\n        working-directory: infra\n"
        f"    steps:\n      - uses: actions/checkout@v4\n{steps}{lines}"
    )


PULL_REQUEST = "pull_request"
PUSH = "{push: {branches: [main]}}"
DAILY = '{schedule: [{cron: "0 6 * * *"}]}'
