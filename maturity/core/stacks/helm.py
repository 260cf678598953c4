"""Helm: charts that deploy this repository's own things, and helmfiles."""

from __future__ import annotations

import re

from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.chart import Chart
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source
from maturity.core.stacks._places import belongs_to, environment_of, is_live

_HELMFILE = re.compile(r"(?:^|/)helmfile(?:\.[\w.-]+)?\.ya?ml(?:\.gotmpl)?$|(?:^|/)helmfile\.d/[^/]+\.ya?ml$")
VALUES = re.compile(r"(?:^|/)(?:values[-_.]?([\w-]*)|([\w-]+)[-_.]values)\.ya?ml$")


def stacks(files: Files) -> list[Stack]:
    charts = {
        folder(path): path
        for path, chart in files.of(Chart).items()
        if chart.type != "library" and is_live(path, files)
    }
    inputs = frozenset(folder(path) for path in files.of(HclFile))
    found = [
        _stack(path, place)
        for place, path in charts.items()
        if not _is_part(place, charts) and not belongs_to(path, inputs)
    ]
    releases = [
        path for path in files.paths if "helmfile" in path and _HELMFILE.search(path) and is_live(path, files)
    ]
    return [_stack(path, folder(path)) for path in releases] + found


def _stack(path: str, place: str) -> Stack:
    at = Source(path)
    backend = Backend("inherent", at, note="the cluster keeps the state")
    return Stack(
        directory=place, tool="helm", at=at, name=place, environment=environment_of(place), backend=backend
    )


def _is_part(place: str, charts: dict[str, str]) -> bool:
    """A chart in another chart's `charts` folder is deployed with it."""
    head, mark, _ = place.rpartition("/charts/")
    return bool(mark) and head in charts
