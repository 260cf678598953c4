"""Somebody other than its author has read what is released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from releases.core.facts.commit import CommitOnHost, Pull, Review
from releases.core.facts.range import CommitInRange, CommitRange
from releases.core.gate import Evidence, Gate, Outcome, Params, Result, World, failed, passed, unknown
from releases.core.gates._commit import not_told
from releases.core.telling import MOST_EVIDENCE, few, line, short

HOW = "waive this item with a link to the review"


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """least: people who approved. last: only approvals of the last commit of the pull request count."""

    least: Annotated[int, Meta(ge=1, le=10)] = 1
    last: bool = False


def judge(world: World, params: Settings, now: datetime) -> Result:
    """Its own commit first; then all that came with it since the version that Prod runs."""
    own = _own(world.get(CommitOnHost), params)
    if own.outcome == Outcome.FAILED:
        return own
    came = world.get(CommitRange) or CommitRange(base="", branch="", read=False)
    found = [_judged(one, came.branch, params) for one in came.commits]
    lacking = [one for one in found if one.why]
    if lacking:
        return _lacking(came, lacking)
    return _rest(came, found, own) if own.outcome == Outcome.PASSED else own


class _Judged(Struct, frozen=True):
    """why: what it lacks, "" for nothing. known: the host told all that counts."""

    commit: str
    why: str = ""
    known: bool = True
    url: str = ""


def _judged(one: CommitInRange, branch: str, params: Settings) -> _Judged:
    merged = [pull for pull in one.pulls if pull.state == "merged" and pull.base == branch]
    counted = [(len(_approvers(pull, params)), pull) for pull in merged]
    most, best = max(counted, key=lambda pair: pair[0], default=(0, None))
    if most >= params.least:
        return _Judged(one.commit)
    if not one.asked or any(pull.reviews is None or not pull.author for pull in merged):
        return _Judged(one.commit, known=False)
    if best is None:
        return _Judged(one.commit, "no pull request brought it in")
    return _Judged(
        one.commit, f"#{best.number} has {most} of {params.least} approvals by others", url=best.url
    )


def _lacking(came: CommitRange, lacking: Sequence[_Judged]) -> Result:
    names, n, of = few([short(one.commit) for one in lacking]), len(lacking), len(came.commits)
    without = f"came to {line(came.branch)} without a merged and reviewed pull request: {names}"
    reason = f"{n} of {of} commits since {short(came.base)} {without}"
    told = [Evidence(f"{short(one.commit)}: {one.why}", url=one.url) for one in lacking[:MOST_EVIDENCE]]
    return failed(reason, *told, lacking=n, commits=of)


def _rest(came: CommitRange, found: Sequence[_Judged], own: Result) -> Result:
    if not came.base:
        return unknown(
            "which commit Prod runs is not known, so nor is what else this release brings",
            f"tell of the deployment that is on Prod, with its commit, then open the release anew; or {HOW}",
        )
    base = short(came.base)
    if not came.read:
        return unknown(
            f"what came to {line(came.branch)} since {base} could not be read",
            "scan the repository: that fetches its default branch",
        )
    if came.more:
        return unknown(
            f"more than {len(came.commits)} commits came since {base}",
            f"release in smaller parts, or {HOW}",
        )
    silent = [one for one in found if not one.known]
    if not silent:
        since = f"; so were all {len(found)} commits since {base}" if found else ""
        return passed(f"{own.reason}{since}", *own.evidence, **own.values, commits=len(found))
    error = next((one.error for one in came.commits if one.error and not one.asked), "")
    reason = f"the host did not tell yet of {len(silent)} of {len(found)} commits since {base}"
    if error:
        advice = "repair the login for this host under Settings, then run the checks again"
        return unknown(f"{reason}: {line(error, 300)}", advice)
    return unknown(reason, "Rungs asks for them some at a time, where it has a login for this host")


def _own(found: CommitOnHost | None, params: Settings) -> Result:
    if found is None or (found.looked_at is None and not found.pulls):
        return not_told(found, otherwise=HOW)
    merged = [one for one in found.pulls if one.state == "merged" and one.base == found.branch]
    if not merged or found.on_branch is False:
        return _unmerged(found)
    if found.on_branch is None and not any(_became(one, found.commit) for one in merged):
        # Squashed or rebased, the commits of a pull request are not what came to the branch.
        return unknown(
            f"whether {short(found.commit)} is part of {line(found.branch)} is not known",
            "scan the repository: that fetches its default branch", *_links(merged),
        )  # fmt: skip
    judged = [(one, _approvers(one, params)) for one in merged]
    best, approvers = max(judged, key=lambda one: len(one[1]))
    n, commit, branch = best.number, short(found.commit), line(found.branch)
    if len(approvers) >= params.least:
        reason = f"{commit} came to {branch} with pull request #{n}, approved by {few(approvers)}"
        return passed(reason, _link(best), approvals=len(approvers), asked=params.least)
    if best.reviews is None or not best.author:
        return unknown(
            f"{commit} came to {branch} with pull request #{n}, and its reviews are not known yet",
            "Rungs asks its host within a few minutes", _link(best),
        )  # fmt: skip
    author = line(best.author) or "somebody"
    reason = f"#{n} of {author} was merged with {len(approvers)} of {params.least} approvals by others"
    return failed(reason, _link(best), approvals=len(approvers), asked=params.least)


def _became(pull: Pull, commit: str) -> bool:
    return pull.merge == commit if pull.merge else pull.head == commit


def _approvers(pull: Pull, params: Settings) -> list[str]:
    """The last word of each counts: who approved and then asked for changes did not approve."""
    last: dict[str, Review] = {}
    for one in pull.reviews or ():
        if one.outcome != "commented":
            last[one.author] = one
    return [one.author for one in last.values() if _counts(one, pull, params)]


def _counts(review: Review, pull: Pull, params: Settings) -> bool:
    if review.outcome != "approved" or not review.trusted or not review.author:
        return False
    of_last = not params.last or not review.commit or review.commit == pull.head
    return review.author.casefold() != pull.author.casefold() and bool(pull.author) and of_last


def _unmerged(found: CommitOnHost) -> Result:
    commit, branch = short(found.commit), line(found.branch)
    waiting = [one for one in found.pulls if one.state == "open"]
    if found.on_branch is False and not waiting:
        return failed(f"{commit} is not part of {branch}", *_links(found.pulls))
    if waiting:
        numbers = few([f"#{one.number}" for one in waiting])
        return failed(f"{commit} is not merged to {branch}: it is in {numbers}", *_links(waiting))
    if found.pulls:
        bases = few([f"#{one.number} to {one.base}" for one in found.pulls])
        return failed(f"{commit} came to {branch} by no pull request, but with {bases}", *_links(found.pulls))
    return failed(f"no pull request brought {commit} to {branch}")


def _link(pull: Pull) -> Evidence:
    return Evidence(f"#{pull.number}", url=pull.url)


def _links(pulls: Sequence[Pull]) -> list[Evidence]:
    return [_link(one) for one in pulls[:5]]


GATE = Gate(
    key="merged_reviewed",
    title="Merged by a pull request that somebody else approved",
    about="What one person wrote and merged alone, nobody else has thought about.",
    needs=(CommitOnHost, CommitRange),
    params=Settings,
    judge=judge,
)
