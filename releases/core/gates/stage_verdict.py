"""The metrics of Stage are as good with the version as they were before it."""

from __future__ import annotations

from datetime import datetime

from releases.core.facts.rollout import StageJudged, StageVerdicts
from releases.core.gate import Gate, Params, Result, World, failed, passed, unknown
from releases.core.telling import line, since
from releases.core.verdict import Verdict


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """marginal: what is worth a look lets on."""

    marginal: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(StageVerdicts)
    if found is None or not found.judged:
        return _nothing(found)
    bad = next((one for one in found.judged if one.verdict == Verdict.FAIL), None)
    if bad is not None:  # whatever was found later
        return failed(f"the metrics of Stage failed: {_said(bad, now)}")
    newest = found.judged[0]
    if newest.verdict == Verdict.PASS:
        return passed(f"the metrics of Stage passed: {_said(newest, now)}")
    if newest.verdict == Verdict.MARGINAL:
        told = f"the metrics of Stage are worth a look: {_said(newest, now)}"
        return passed(told) if params.marginal else failed(told)
    reason = f"the metrics of Stage tell nothing: {_said(newest, now)}"
    return unknown(reason, "let it run on Stage for longer, with traffic, or waive this")


def _nothing(found: StageVerdicts | None) -> Result:
    if found is not None and found.bound:
        reason = f"the metrics of Stage were not judged with {line(found.version)} yet"
        return unknown(reason, "wait an hour after its deployment to Stage, which Rungs has to be told of")
    return unknown("no metric of Stage is bound", "add metrics of Stage to the application")


def _said(one: StageJudged, now: datetime) -> str:
    return f"{line(one.sentence).rstrip('.')}, {since(one.at, now)} ago"


GATE = Gate(
    key="stage_verdict",
    title="The metrics of Stage are as good as before",
    about="What is worse on Stage is not better on Prod, where more people meet it.",
    needs=(StageVerdicts,),
    params=Settings,
    judge=judge,
)
