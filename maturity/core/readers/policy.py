"""Rules written as code: Rego, Sentinel, cfn-guard, and custom Checkov checks."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import Lines, base_name

_LANGUAGES = {".rego": "rego", ".sentinel": "sentinel", ".guard": "cfn-guard"}
_ALWAYS = (".rego", ".sentinel", ".guard", "sentinel.hcl")
_CHECKOV_PLACE = re.compile(
    r"(?:^|/)(?:[\w-]*checkov[\w-]*|custom[-_](?:checks|policies|rules))/.*\.(?:py|ya?ml)$"
)
_REGO_RULE = re.compile(rb"^[ \t]*(?:deny|violation|warn)\w*\b[^\n]*(?:\{|:=|contains|\bif\b)", re.MULTILINE)
_REGO_WARN = re.compile(rb"^[ \t]*(?:deny|violation)\w*\b", re.MULTILINE)
_REGO_TEST = re.compile(rb"^[ \t]*test_\w+", re.MULTILINE)
_SENTINEL_RULE = re.compile(rb"^[ \t]*\w+[ \t]*=[ \t]*rule\b", re.MULTILINE)
_GUARD_RULE = re.compile(rb"^[ \t]*rule[ \t]+\w+", re.MULTILINE)
_PLAN = re.compile(
    rb"resource_changes|planned_values|tfplan|\bplan\.|resource_drift|configuration\.root_module"
)
_MANIFEST = re.compile(rb"input\.(?:review|kind|metadata|spec|apiVersion)|input\.request\.object")
_CODE = re.compile(rb"input\.(?:resource|provider|module|terraform|variable)\b")
_LEVEL = re.compile(rb"enforcement_level[ \t]*=[ \t]*\"([\w-]+)\"")
_CHECKOV = re.compile(rb"from checkov\.|CKV2?_\w+_\d+")


class PolicyFile(Struct, frozen=True, kw_only=True):
    """subject: "plan", "manifests", "code", "template" or "". enforced: False when it can only warn."""

    language: str
    subject: str = ""
    rules: int = 0
    tests: int = 0
    line: int = 1
    enforced: bool | None = None


def wants(path: str) -> bool:
    return path.endswith(_ALWAYS) or _CHECKOV_PLACE.search(path) is not None


def read(path: str, data: bytes) -> PolicyFile | None:
    name = base_name(path)
    if name == "sentinel.hcl":
        levels = _LEVEL.findall(data)
        enforced = any(level != b"advisory" for level in levels) if levels else None
        return PolicyFile(language="sentinel", subject="plan", rules=len(levels), enforced=enforced)
    language = _LANGUAGES.get("." + name.rpartition(".")[2])
    if language == "rego":
        return _rego(data)
    if language == "sentinel":
        return _counted("sentinel", "plan" if b"tfplan" in data else "", _SENTINEL_RULE, data)
    if language == "cfn-guard":
        return _counted("cfn-guard", "template", _GUARD_RULE, data)
    return _counted("checkov", "code", _CHECKOV, data) if _CHECKOV.search(data) else None


def _rego(data: bytes) -> PolicyFile:
    subject = (
        "plan"
        if _PLAN.search(data)
        else "manifests"
        if _MANIFEST.search(data)
        else "code"
        if _CODE.search(data)
        else ""
    )
    rules = list(_REGO_RULE.finditer(data))
    line = Lines(data).at(rules[0].start()) if rules else 1
    enforced = False if rules and not _REGO_WARN.search(data) else None
    return PolicyFile(
        language="rego",
        subject=subject,
        rules=len(rules),
        tests=len(_REGO_TEST.findall(data)),
        line=line,
        enforced=enforced,
    )


def _counted(language: str, subject: str, rule: re.Pattern[bytes], data: bytes) -> PolicyFile:
    rules = list(rule.finditer(data))
    return PolicyFile(
        language=language,
        subject=subject,
        rules=len(rules),
        line=Lines(data).at(rules[0].start()) if rules else 1,
    )


reader = Reader("policy", 1, PolicyFile, wants, read, ends=(*_ALWAYS, ".py", *YAML))
