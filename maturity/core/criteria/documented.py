from __future__ import annotations

from maturity.core.criteria._ask import ANY_TIME, Question, ask
from maturity.core.criterion import Effort, Finding, Fix, Gate, criterion
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.delivery import Delivery
from maturity.core.pipeline import Act

QUESTION = Question(
    what="keeps the documentation of modules current", acts=(Act.DOCS,), when=ANY_TIME, gates=False
)
_HOOK = """\
repos:
  - repo: https://github.com/terraform-docs/terraform-docs
    rev: v0.20.0
    hooks:
      - id: terraform-docs-go
        args: ["markdown", "table", "--output-file", "README.md", "."]
"""


def fix(context: RepositoryContext) -> Fix:
    return Fix(
        "Let terraform-docs write the inputs and outputs of each module.", ".pre-commit-config.yaml", _HOOK
    )


@criterion(
    level=4,
    gate=Gate.OPTIONAL,
    effort=Effort.LOW,
    aspect="Quality",
    question="Is the documentation of inputs and outputs generated?",
    why="A table somebody keeps by hand is wrong after the second change.",
    fix=fix,
    live_only=False,
)
def documented(delivery: Delivery) -> Finding:
    return ask(QUESTION, delivery)
