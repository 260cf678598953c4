"""cdk.json, cdktf.json and cdk8s.yaml: infrastructure written as a program, and how it is started."""

from __future__ import annotations

import json

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import base_name
from maturity.core.syntax import yaml

_TOOLS = {"cdk.json": "cdk", "cdktf.json": "cdktf", "cdk8s.yaml": "cdk8s", "cdk8s.yml": "cdk8s"}


class CdkFile(Struct, frozen=True, kw_only=True):
    """app: the command that runs the program. language: of cdktf and cdk8s. context: its keys."""

    app: str = ""
    language: str = ""
    line: int = 1
    context: tuple[str, ...] = ()


def wants(path: str) -> bool:
    return base_name(path) in _TOOLS


def tool_of(path: str) -> str:
    """ "cdk", "cdktf" or "cdk8s"."""
    return _TOOLS[base_name(path)]


def read(path: str, data: bytes) -> CdkFile | None:
    top = _json(data) if path.endswith(".json") else _yaml(data)
    context = top.get("context")
    return CdkFile(
        app=_text(top.get("app")),
        language=_text(top.get("language")),
        line=_line(data, b"app"),
        context=tuple(sorted(str(key) for key in context))[:200] if isinstance(context, dict) else (),
    )


def _json(data: bytes) -> dict[str, object]:
    try:
        top = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("not valid JSON") from None
    return top if isinstance(top, dict) else {}


def _yaml(data: bytes) -> dict[str, object]:
    documents = yaml.documents(data)
    return dict(yaml.mapping(documents[0])) if documents else {}


def _text(value: object) -> str:
    return str(value) if isinstance(value, str) else ""


def _line(data: bytes, key: bytes) -> int:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.lstrip().lstrip(b'"').startswith(key) and b":" in line:
            return number
    return 1


reader = Reader("cdk", 1, CdkFile, wants, read, ends=(*YAML, ".json"))
