"""kustomization.yaml: what it gathers, and so which folders are bases and which are overlays."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import base_name
from maturity.core.syntax import yaml

_NAMES = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
_GATHERS = ("resources", "bases", "components", "helmCharts")
_ELSEWHERE = re.compile(r"(?:https?|ssh|git)://|git@|(?:github|gitlab)\.com/")
MAX_ENTRIES = 500


class KustomizeFile(Struct, frozen=True):
    """gathers: files and folders as written; `changes`: it patches or sets values, as an overlay does.

    fetches  the line of the first base or chart that lies elsewhere, 0 = all lie in the repository
    """

    gathers: tuple[str, ...] = ()
    changes: bool = False
    fetches: int = 0


def wants(path: str) -> bool:
    return base_name(path) in _NAMES


def read(path: str, data: bytes) -> KustomizeFile | None:
    try:
        documents = yaml.documents(data)
    except ValueError:
        return None
    top = yaml.mapping(documents[0]) if documents else None
    if not top or "kustomize.toolkit" in yaml.text(top.get("apiVersion")):
        return None
    gathers = [text for key in _GATHERS for text in yaml.strings(top.get(key))]
    changes = any(
        key in top for key in ("patches", "patchesStrategicMerge", "patchesJson6902", "images", "replicas")
    )
    return KustomizeFile(tuple(gathers[:MAX_ENTRIES]), changes, _fetches(top))


def _fetches(top: yaml.Mapping) -> int:
    charts = [node.line for node in yaml.items(top.get("helmCharts")) if yaml.mapping(node).get("repo")]
    entries = [node for key in _GATHERS for node in yaml.items(top.get(key))]
    bases = [node.line for node in entries if _ELSEWHERE.match(yaml.text(node))]
    return min([*bases, *charts], default=0)


reader = Reader("kustomization", 2, KustomizeFile, wants, read, ends=(*YAML, "Kustomization"))
