"""Pulumi Deployments: `Pulumi.<stack>.deploy.yaml`, what Pulumi Cloud does on pushes and pull requests."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.ci._jobs import flag
from maturity.core.ci._tree import first_mapping
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import mapping

_NAMED = re.compile(r"(?:^|/)Pulumi\.[^/]+\.deploy\.ya?ml$")


class PulumiDeployment(Struct, frozen=True, kw_only=True):
    line: int
    previews: bool = False
    deploys: bool = False


def read(path: str, data: bytes) -> PulumiDeployment | None:
    settings = mapping(mapping(first_mapping(data)).get("settings"))
    if not settings:
        return None
    for key in ("gitHub", "github", "vcs"):
        if key in settings:
            host = mapping(settings[key])
            return PulumiDeployment(
                line=settings.key_lines[key],
                previews=flag(host.get("previewPullRequests")),
                deploys=flag(host.get("deployCommits")),
            )
    return PulumiDeployment(line=settings.line)


reader = Reader(
    "pulumi_deployments", 1, PulumiDeployment, lambda path: _NAMED.search(path) is not None, read, ends=YAML
)
