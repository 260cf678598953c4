"""Chart.yaml: a Helm chart and what it depends on."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import base_name
from maturity.core.syntax import yaml


class Chart(Struct, frozen=True):
    """dependencies: chart -> version as written."""

    name: str
    type: str = "application"
    dependencies: dict[str, str] = {}


def wants(path: str) -> bool:
    return base_name(path) == "Chart.yaml"


def read(path: str, data: bytes) -> Chart | None:
    try:
        documents = yaml.documents(data)
    except ValueError:
        return None
    top = yaml.mapping(documents[0]) if documents else None
    if not top or "name" not in top:
        return None
    needs = [yaml.mapping(item) for item in yaml.items(top.get("dependencies"))]
    return Chart(
        yaml.text(top["name"]),
        yaml.text(top.get("type"), "application"),
        {yaml.text(need.get("name")): yaml.text(need.get("version")) for need in needs},
    )


reader = Reader("chart", 1, Chart, wants, read, ends=YAML)
