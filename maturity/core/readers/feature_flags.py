"""Files whose name says they define feature flags: how many, and whether the definition is typed."""

from __future__ import annotations

import json
import re

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._lines import Lines, base_name
from maturity.core.syntax import yaml

_ENDS = (
    ".ts",
    ".tsx",
    ".js",
    ".mjs",
    ".py",
    ".go",
    ".rb",
    ".java",
    ".kt",
    ".cs",
    ".php",
    ".json",
    ".yaml",
    ".yml",
    ".toml",
)
_NAME = re.compile(
    r"(?:^|/)(?:[\w.-]*feature[-_.]?(?:flags?|toggles?|switch(?:es)?)(?:[-_.][\w.-]*|config|settings|service)?"
    r"(?:/(?:index|config|flags|definitions|constants|types))?|toggles|[\w.-]*flagd|[\w.-]*flipt)\.\w+$"
    r"|(?:^|/)(?:flags|features)\.(?:json|ya?ml)$",
    re.IGNORECASE,
)
_TEST = re.compile(r"[._-](?:test|spec|stories|mock)s?\.|(?:^|/)test_", re.IGNORECASE)
_WORD = rb"\w{0,80}(?:[Ff]lag|[Ff]eature|[Tt]oggle)\w{0,80}"
_TYPED = re.compile(
    rb"^(?:export )?(?:declare )?(?:const )?(?:interface|enum|type)[ \t]+" + _WORD + rb"|^class "
    + _WORD + rb"[^\n:]{0,200}:|^(?:public |final |sealed |internal )*(?:enum|class|record|object) "
    + _WORD + rb"|\bas const\b|\bsatisfies\b|z\.object\(",
    re.MULTILINE,
)  # fmt: skip
_MAP = re.compile(
    rb"^(?:export )?(?:default )?(?:const|let|var|module\.exports)\b[^\n=]{0,200}=[^\n{]{0,200}\{",
    re.MULTILINE,
)
_READS = re.compile(rb"^export (?:async )?(?:function|const) \w+", re.MULTILINE)
_MEMBER = re.compile(
    rb"^[ \t]+(?:readonly |public |static |const |final ){0,4}['\"]?[A-Za-z_][\w-]*['\"]?\??"
    rb"[ \t]*(?:[:=]|\(['\"])",
    re.MULTILINE,
)
_CONSTANT = re.compile(rb"^(?:export const )?[A-Z][A-Z0-9_]{3,}(?::[ \t]*\w+)?[ \t]*=", re.MULTILINE)


class FlagFile(Struct, frozen=True):
    """form: "typed" (a type, class or enum), "map", "data" (JSON, YAML), "access" (functions only)."""

    form: str
    flags: int
    line: int = 1


def wants(path: str) -> bool:
    return _NAME.search(path) is not None and _TEST.search(path) is None


def read(path: str, data: bytes) -> FlagFile | None:
    if path.endswith((".json", ".yaml", ".yml")):
        flags = _data(base_name(path), data)
        return FlagFile("data", flags) if flags else None
    members = max(len(_MEMBER.findall(data)), len(_CONSTANT.findall(data)))
    for form, pattern in (("typed", _TYPED), ("map", _MAP), ("access", _READS)):
        hit = pattern.search(data)
        if hit and (members if form != "access" else b"lag" in data or b"oggle" in data):
            count = members if form != "access" else len(_READS.findall(data))
            return FlagFile(form, count, Lines(data).at(hit.start()))
    return FlagFile("map", members) if _CONSTANT.search(data) and path.endswith(".py") else None


def _data(name: str, data: bytes) -> int:
    """How many flags a data file defines: of flagd, Flipt, Unleash, GO Feature Flag, or a plain map."""
    try:
        top: object = json.loads(data) if name.endswith(".json") else next(iter(yaml.documents(data)), None)
    except (ValueError, RecursionError):
        return 0
    if not isinstance(top, dict):
        return 0
    for key in ("flags", "features", "featureFlags", "feature_flags", "toggles"):
        if isinstance(top.get(key), dict | list):
            return len(top[key])
    named = re.search(r"feature|toggle", name, re.IGNORECASE)
    plain = [
        key for key, value in top.items() if isinstance(value, bool | dict) or str(value) in ("true", "false")
    ]
    return len(plain) if named else 0


reader = Reader("feature_flags", 1, FlagFile, wants, read, ends=_ENDS)
