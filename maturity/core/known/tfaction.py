"""tfaction: version 1 has an action for each thing it does, version 2 one action that is told which."""

from __future__ import annotations

from msgspec import structs

from maturity.core.known._row import REVIEWED, Does, Row
from maturity.core.pipeline import Act

_AT = "suzuki-shunsuke/tfaction"
_DOES = {
    "plan|terraform-plan": (Does(Act.PLAN), Does(Act.PLAN_COMMENT), Does(Act.PLAN_POLICY)),
    "apply|terraform-apply": (Does(Act.APPLY, note=REVIEWED),),
    "test": (
        Does(Act.VALIDATE),
        Does(Act.LINT, note="tflint"),
        Does(Act.FMT_WRITE),
        Does(Act.SCAN, note="trivy or tfsec"),
    ),
    "conftest": (Does(Act.PLAN_POLICY),),
    "create-drift-issues": (Does(Act.ISSUE),),
    "pick-out-drift-issues|update-drift-issue": (Does(Act.DRIFT_CHECK), Does(Act.ISSUE)),
}

ROWS = (
    *(
        Row(names=tuple(f"{_AT}/{name}" for name in names.split("|")), tool="tfaction", does=does)
        for names, does in _DOES.items()
    ),
    Row(
        names=(_AT,),
        tool="tfaction",
        does=tuple(
            structs.replace(one, when=f"action={names}") for names, does in _DOES.items() for one in does
        ),
    ),
    Row(names=(f"{_AT}/*",), tool="tfaction", does=(Does(Act.OTHER),)),
)
