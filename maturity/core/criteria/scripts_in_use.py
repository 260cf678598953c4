from __future__ import annotations

from maturity.core.criterion import Effort, Finding, Gate, criterion, met, not_applicable, unknown
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.pipelines import Pipelines
from maturity.core.facts.scripting import Scripting
from maturity.core.fixes.delivery import apply as fix


@criterion(
    level=1,
    gate=Gate.OPTIONAL,
    effort=Effort.LOW,
    aspect="Delivery",
    question="Does a pipeline run the scripts that provision?",
    why="A script nobody runs describes a system that no longer exists.",
    fix=fix,
)
def scripts_in_use(scripting: Scripting, infrastructure: Infrastructure, pipelines: Pipelines) -> Finding:
    if infrastructure.declared or not scripting.scripts:
        return not_applicable("no script provisions anything here")
    paths = {script.at.path for script in scripting.scripts}
    if runs := [one for one in pipelines.activities if one.at.path in paths]:
        return met(f"{runs[0].context.workflow} runs {runs[0].at.path}", *(run.at for run in runs))
    return unknown(
        "no pipeline runs these scripts; whether people still do cannot be told from the files",
        *(script.at for script in scripting.scripts),
    )
