"""AWS CDK: a folder with a cdk.json that starts an app; CloudFormation keeps and locks its state."""

from __future__ import annotations

from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.cdk import CdkFile, tool_of
from maturity.core.source import Source
from maturity.core.stacks._places import environment_of, is_live


def stacks(files: Files) -> list[Stack]:
    found = []
    for path, one in files.of(CdkFile).items():
        if tool_of(path) == "cdk" and one.app and is_live(path, files):
            at = Source(path, one.line)
            backend = Backend(
                "inherent", at, locking=True, locking_at=at, note="CloudFormation keeps the state"
            )
            place = folder(path)
            found.append(
                Stack(directory=place, tool="cdk", at=at, environment=environment_of(place), backend=backend)
            )
    return found
