"""Which checks and commit statuses are plans, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from maturity.core.pulls.seen import Check, Said, State
from maturity.core.pulls.words import Result, counted, result, signed, told

_ATLANTIS = re.compile(r"(?P<app>[\w.-]{1,60})/(?P<command>plan|apply): (?P<name>.{1,300})\Z")
_SUMMED_UP = re.compile(r"(?P<app>[\w.-]{1,60})/(?P<command>plan|apply)\Z")
_HCP = re.compile(
    r"(?:Terraform Cloud|HCP Terraform|Terraform Enterprise|atlas)/[^/]{1,100}/(?P<name>[^/]{1,150})\Z"
)
_SPACELIFT = re.compile(r"spacelift/(?P<name>[\w.-]{1,150})\Z")
_TERRATEAM = re.compile(
    r"terrateam (?P<command>plan|apply)(?:: (?P<directory>\S{1,1000}) (?P<workspace>\S{1,100}))?\Z"
)
_PROJECTS = re.compile(r"(\d{1,6})/\1 projects applied")
# "plan (prod, eu-west-1)" of GitHub, "plan: [prod, eu-west-1]" of GitLab.
_MATRIX = re.compile(r"(?: \(|: \[)(?P<cell>[^()\[\]]{0,200})[)\]]\Z")
_WORDS = re.compile(r"[a-z]+")
NOT_PLANS = frozenset({"apply", "destroy", "test", "tests", "policy", "cost", "comment", "lint", "upload"})
# Spacelift's names for many stacks at once, and for what is no plan of a pull request.
AGGREGATED = frozenset({"proposed"})
OTHER_THAN_PLANS = frozenset({"tracked", "modules"})


def read(check: Check, plan_jobs: Collection[str] = ()) -> Said | None:
    """What it says of a plan, or None when it is about something else.

    plan_jobs  names of CI jobs that are known to run a plan
    """
    if check.outcome == "skipped":
        return None
    for recognise in (_hcp, _spacelift, _terrateam, _atlantis, _summed_up):
        said = recognise(check)
        if said is not None:
            return None if said is IGNORED else said
    return _job(check, plan_jobs)


IGNORED = Said(state=State.PENDING, name="a tool's own check that is no plan")


def _hcp(check: Check) -> Said | None:
    found = _HCP.match(check.name)
    if not found:
        return None
    whole = found["name"].startswith("repo-id-")
    name = "" if whole else found["name"]
    return told(_outcome(check), tool="hcp", name=name, whole=whole, commit=check.commit)


def _spacelift(check: Check) -> Said | None:
    found = _SPACELIFT.match(check.name)
    if not found:
        return None
    if found["name"] in OTHER_THAN_PLANS:
        return IGNORED
    whole = found["name"] in AGGREGATED
    name = "" if whole else found["name"]
    return told(_outcome(check), tool="spacelift", name=name, whole=whole, commit=check.commit)


def _terrateam(check: Check) -> Said | None:
    found = _TERRATEAM.match(check.name)
    if not found:
        return IGNORED if check.name.startswith("terrateam ") else None
    outcome = _outcome(check) if found["command"] == "plan" else _applied(check)
    if outcome is NOTHING or (found["command"] == "apply" and not found["directory"]):
        return IGNORED
    return told(
        outcome, tool="terrateam", directory=found["directory"], workspace=found["workspace"] or "",
        whole=not found["directory"], commit=check.commit,
    )  # fmt: skip


def _atlantis(check: Check) -> Said | None:
    """One project: "atlantis/plan: live/prod/default". The word before the slash is a setting."""
    found = _ATLANTIS.match(check.name)
    if not found:
        return None
    outcome = _outcome(check) if found["command"] == "plan" else _applied(check)
    if outcome is NOTHING:
        return IGNORED
    return told(outcome, tool="atlantis", name=found["name"], commit=check.commit)


def _summed_up(check: Check) -> Said | None:
    """All of Atlantis or Digger at once, or one project of Digger: "digger/plan", "network/plan"."""
    found = _SUMMED_UP.match(check.name)
    if not found:
        return None
    whole = found["app"] in ("atlantis", "digger") or " projects " in check.text
    tool = "digger" if found["app"] == "digger" or not whole else "atlantis"
    name = "" if whole else found["app"]
    if found["command"] == "plan":
        return told(_outcome(check), tool=tool, name=name, whole=whole, commit=check.commit)
    outcome = _applied(check)
    # Waiting applies are no plans, and "up to date" applied nothing.
    if outcome is NOTHING or (whole and not _PROJECTS.search(check.text)):
        return IGNORED
    return told(outcome, tool=tool, name=name, whole=whole, commit=check.commit)


def _job(check: Check, plan_jobs: Collection[str]) -> Said | None:
    """A job of plain CI, by what the scan knows or else by its name. One of a matrix may name a stack."""
    matrix = _MATRIX.search(check.name)
    name = check.name[: matrix.start()] if matrix else check.name
    last = name.rpartition(" / ")[2]
    if not ({name, last, check.name} & set(plan_jobs) or _sounds_like_a_plan(last)):
        return None
    cell = matrix["cell"] if matrix else ""
    return told(_outcome(check), name=check.name[:300], whole=True, cell=cell, commit=check.commit)


def _sounds_like_a_plan(name: str) -> bool:
    words = set(_WORDS.findall(name.lower()))
    return bool(words & {"plan", "plans", "tfplan"}) and not words & NOT_PLANS


NOTHING = Result(State.PENDING)


def _outcome(check: Check) -> Result | None:
    """What the check of a plan says. None: it went well and tells no result."""
    if check.outcome == "pending":
        return Result(State.PENDING)
    if check.outcome == "failure":
        return Result(State.ERRORED)
    found = next((one for one in (read_it(check.text) for read_it in _TELLING) if one), None)
    # A check that went well is believed over what its text quotes.
    return None if found and found.state is State.ERRORED else found


def _no_changes(text: str) -> Result | None:
    told_so = re.search(r"\b(?:has no changes|no changes|no impacted projects)\b", text[:1000].lower())
    return Result(State.UNCHANGED, 0, 0, 0) if told_so else None


_TELLING: tuple[Callable[[str], Result | None], ...] = (result, counted, signed, _no_changes)


def _applied(check: Check) -> Result:
    """An apply that has not happened says nothing about the plan."""
    if check.outcome == "success":
        return Result(State.APPLIED)
    return Result(State.ERRORED) if check.outcome == "failure" else NOTHING
