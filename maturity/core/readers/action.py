"""GitHub actions of this repository: `action.yml`."""

from __future__ import annotations

from msgspec import Struct, field

from maturity.core.pipeline import Step
from maturity.core.reader import YAML, Reader
from maturity.core.readers._github_steps import read_steps
from maturity.core.syntax import yaml
from maturity.core.syntax.yaml import Mapping


class Action(Struct, frozen=True, kw_only=True):
    """One action. Only a composite one has `steps`; the code of the others is not read.

    using   "composite", "docker", "node20", …
    inputs  name -> default as text ("" without one)
    entry   the script or image a node or docker action runs
    """

    using: str
    line: int = 1
    name: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    entry: str = ""


def wants(path: str) -> bool:
    return path.rpartition("/")[2] in {"action.yml", "action.yaml"}


def read(path: str, content: bytes) -> Action | None:
    nodes = yaml.documents(content)
    top = nodes[0] if nodes else None
    runs = top.get("runs") if isinstance(top, Mapping) else None
    if not isinstance(top, Mapping) or not isinstance(runs, Mapping):
        return None
    declared = yaml.mapping(top.get("inputs"))
    return Action(
        using=yaml.text(runs.get("using")).lower(),
        line=runs.line,
        name=yaml.text(top.get("name")),
        inputs={name: yaml.text(yaml.mapping(one).get("default")) for name, one in declared.items()},
        steps=read_steps(runs.get("steps")),
        entry=yaml.text(runs.get("main")) or yaml.text(runs.get("image")),
    )


reader = Reader("action", 1, Action, wants, read, ends=YAML)
