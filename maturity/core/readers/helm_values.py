"""Helm values files: the settings that decide how a rollout goes, and maps of feature flags."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import base_name
from maturity.core.syntax import yaml
from maturity.core.syntax.yaml import Mapping, Scalar

_NAME = re.compile(r"(?:^|[._-])values(?:[._-].*)?\.ya?ml$", re.IGNORECASE)
_WORDS = (
    b"terminationGracePeriodSeconds", b"preStop", b"isruptionBudget", b"pdb:", b"maxUnavailable",
    b"deregistration_delay", b"eature",
)  # fmt: skip
_BUDGETS = frozenset({"podDisruptionBudget", "pdb"})
_FLAGS = frozenset({"featureFlags", "feature_flags", "featureToggles", "feature_toggles"})
_DRAIN = re.compile(r"deregistration_delay\.timeout_seconds=(\d+)")
_OFF = frozenset({"false", "False", "no", "off"})


class ValueLine(Struct, frozen=True, array_like=True):
    """setting: "stop grace", "pre-stop hook", "disruption budget", "drain time" or "feature flags"."""

    setting: str
    value: str
    line: int


class HelmValues(Struct, frozen=True):
    lines: tuple[ValueLine, ...]


def wants(path: str) -> bool:
    return "values" in path and _NAME.search(base_name(path)) is not None


def read(path: str, data: bytes) -> HelmValues | None:
    if not any(word in data for word in _WORDS) or b"{{" in data:
        return None
    try:
        documents = yaml.documents(data)
    except ValueError:
        return None
    found = [line for node in yaml.walk(*documents) if isinstance(node, Mapping) for line in _settings(node)]
    found += [line for node in documents if isinstance(node, Mapping) for line in _flags(node)]
    return HelmValues(tuple(sorted(found, key=lambda one: one.line))) if found else None


def _settings(node: Mapping) -> list[ValueLine]:
    found = []
    for key, value in node.items():
        line = node.key_lines.get(key, node.line)
        if key == "terminationGracePeriodSeconds" and yaml.text(value):
            found.append(ValueLine("stop grace", yaml.text(value), line))
        elif key == "preStop" and isinstance(value, Mapping) and value:
            found.append(ValueLine("pre-stop hook", "", line))
        elif key in _BUDGETS and isinstance(value, Mapping):
            found += _budget(value, line)
        elif isinstance(value, Scalar) and (drain := _DRAIN.search(value)):
            found.append(ValueLine("drain time", drain[1], line))
    return found


def _flags(top: Mapping) -> list[ValueLine]:
    """Only at the top: further down they are switches of somebody else's chart."""
    found = {key: top[key] for key in _FLAGS & top.keys()}
    return [
        ValueLine("feature flags", str(len(value)), top.key_lines[key])
        for key, value in found.items() if isinstance(value, Mapping) and value
    ]  # fmt: skip


def _budget(node: Mapping, line: int) -> list[ValueLine]:
    if any(yaml.text(node.get(key)) in _OFF for key in ("enabled", "create")):
        return []
    limits = {key: yaml.text(node.get(key)) for key in ("minAvailable", "maxUnavailable")}
    given = next((f"{key} {value}" for key, value in limits.items() if value), "")
    return [ValueLine("disruption budget", given, line)] if given else []


reader = Reader("helm_values", 1, HelmValues, wants, read, ends=YAML)
