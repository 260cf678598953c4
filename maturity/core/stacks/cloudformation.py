"""CloudFormation and SAM templates, and Serverless Framework services: one stack per template."""

from __future__ import annotations

from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import environment, folder
from maturity.core.readers.cdk import CdkFile
from maturity.core.readers.cloudformation import Template
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source
from maturity.core.stacks._places import belongs_to, environment_of, is_live

_FOLDERS = ("templates", "template")
MAX_STACKS = 500


def stacks(files: Files) -> list[Stack]:
    templates = {
        path: one for path, one in files.of(Template).items()
        if one.form != "samconfig" and is_live(path, files, allowed=_FOLDERS)
    }  # fmt: skip
    others = frozenset(folder(path) for kind in (HclFile, CdkFile) for path in files.of(kind))
    found = [_stack(path, one) for path, one in templates.items() if not belongs_to(path, others)]
    return found[:MAX_STACKS]


def _stack(path: str, one: Template) -> Stack:
    at = Source(path, one.line)
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return Stack(
        directory=folder(path), tool="cloudformation", at=at, name=one.service or path,
        environment=environment(stem) or environment_of(folder(path)), resources=sum(one.resources.values()),
        backend=Backend("inherent", at, locking=True, locking_at=at, note="CloudFormation keeps the state"),
    )  # fmt: skip
