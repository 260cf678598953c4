"""tfaction: `tfaction-root.yaml`, the settings of actions that plan, apply and watch many folders."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.ci._jobs import flag
from maturity.core.ci._tree import first_mapping
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import items, mapping, text


class TfactionRoot(Struct, frozen=True, kw_only=True):
    """`directories` are the prefixes of its target groups; `drift_line` 0 = no drift detection."""

    directories: tuple[str, ...] = ()
    drift_line: int = 0
    policy: bool = False


def read(path: str, data: bytes) -> TfactionRoot | None:
    body = first_mapping(data)
    if body is None:
        return None
    groups = [mapping(node) for node in items(body.get("target_groups"))]
    drift = mapping(body.get("drift_detection"))
    watched = [drift] if flag(drift.get("enabled")) else []
    watched += [
        one
        for group in groups
        if (one := mapping(group.get("drift_detection"))) and flag(one.get("enabled"), default=True)
    ]
    conftest = mapping(body.get("conftest"))
    return TfactionRoot(
        directories=tuple(text(group.get("working_directory")).strip("/") for group in groups),
        drift_line=watched[0].line if watched else 0,
        policy="policies" in conftest and not flag(conftest.get("disable_all")),
    )


reader = Reader(
    "tfaction",
    1,
    TfactionRoot,
    lambda path: path in {"tfaction-root.yaml", "tfaction-root.yml"},
    read,
    ends=YAML,
)
