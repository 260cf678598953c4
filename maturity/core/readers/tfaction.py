"""tfaction: `tfaction-root.yaml`, the settings of actions that plan, apply and watch many folders."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.ci._jobs import flag
from maturity.core.ci._tree import first_mapping
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, items, mapping, text


class TfactionRoot(Struct, frozen=True, kw_only=True):
    """`directories` are the prefixes of its target groups; `drift_line` 0 = no drift detection.

    lints, scans: tflint and trivy, or tfsec before it, are left on; policy: the plan is judged by conftest
    """

    directories: tuple[str, ...] = ()
    drift_line: int = 0
    policy: bool = False
    lints: bool = True
    scans: bool = True


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
        lints=_is_on(body, "tflint", default=True),
        scans=_is_on(body, "trivy", default=True) or _is_on(body, "tfsec", default=False),
    )


def _is_on(body: Mapping, name: str, *, default: bool) -> bool:
    return flag(mapping(body.get(name)).get("enabled"), default=default)


reader = Reader(
    "tfaction",
    2,
    TfactionRoot,
    lambda path: path in {"tfaction-root.yaml", "tfaction-root.yml"},
    read,
    ends=YAML,
)
