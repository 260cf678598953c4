"""A house full of rows: enough of everything that every part of every page is drawn."""

from __future__ import annotations

from maturity.core.criterion import all_criteria
from maturity.models import Repository
from tests.factories import (
    days_ago,
    make_assessment,
    make_event,
    make_finding,
    make_repository,
    make_run,
    make_scanned,
    make_schedule,
    make_stack,
    make_team,
    sha,
)

WORKFLOW = "name: Plan\non: pull_request\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    steps:\n" + "".join(
    f"      - run: terraform -chdir=live/prod/{number} plan -input=false -lock=false\n"
    for number in range(12)
)
FIX = {
    "summary": "run a plan on every pull request",
    "path": ".github/workflows/plan.yml",
    "content": WORKFLOW,
}
LONG = "a-name-that-is-far-longer-than-anybody-would-like-it-to-be-on-a-telephone"
PLACES = [
    {"path": f".github/workflows/{LONG}.yml", "line": line, "snippet": f"run: terraform plan | tee {LONG}"}
    for line in range(1, 7)
]
OUTCOMES = ("not_met", "met", "unknown", "waived", "not_applicable", "error")


def fill() -> Repository:
    """One repository with everything, and one in each other state."""
    skipped = [{"path": f"{LONG}/huge.tf", "reason": "larger than 1 MB"}]
    network = make_scanned(
        "acme/network", 2, possible_level=3, previous_level=3, blockers=3, skipped=skipped,
        team=make_team("Platform"),
    )  # fmt: skip
    judge(network)
    for number in range(15):
        environment, locking = (("prod", True), ("dev", False), ("", None))[number % 3]
        make_stack(network, f"live/{LONG}/{number}", environment=environment, locking=locking)
    make_assessment(network, 3, at=days_ago(200))
    make_schedule(network)
    lost = {
        "from": 3,
        "to": 2,
        "commit": sha("x"),
        "author": "Priya",
        "subject": LONG,
        "criteria": ["tested"],
    }
    other_rules = {"to": "b" * 12, "level_before": 3, "level_after": 3}
    make_event(network, "level.changed", at=days_ago(20), data=lost)
    make_event(network, "criteria_set.changed", at=days_ago(90), data=other_rules)
    make_event(network, "scan.failed", at=days_ago(30), data={"error": f"{LONG} does not answer"})
    others()
    return network


def judge(repository: Repository) -> None:
    """Every criterion, with every outcome, some with more evidence and some with stacks."""
    assert repository.current is not None
    looked_at = ["12 workflows parsed", f"nearest: {LONG}.yml:3"]
    for number, criterion in enumerate(all_criteria()):
        outcome = "met" if 0 < criterion.level < 3 else OUTCOMES[number % len(OUTCOMES)]
        answer = {"outcome": outcome, "message": "no lock", "evidence": PLACES[:1]}
        fix = FIX if number % 4 == 0 else {"summary": FIX["summary"]}
        stacks = [{"stack": f"live/{LONG}/{n}", **answer} for n in ("ab" if number % 4 == 0 else "")]
        make_finding(
            repository.current, criterion.id, level=criterion.level, gate=criterion.gate, outcome=outcome,
            evidence=PLACES[: 6 if number % 5 == 0 else 2], looked_at=looked_at, stacks=stacks, met=1, of=2,
            fix=fix,
        )  # fmt: skip


def others() -> None:
    make_scanned("acme/modules", None, kind="module-library")
    make_scanned(
        f"acme/{LONG}", 5, last_scanned_at=days_ago(9), scan_error=f"{LONG} does not answer", possible_level=5
    )
    make_run(make_repository("acme/running"), "running", progress="reading 1,204 of 4,384 files", percent=27)
    for number in range(8):
        make_scanned(f"acme/more-{number}", number % 6)


# What waits, fails and goes stale is drawn on "states".
PAGES = {
    "overview": "/",
    "repositories": "/repos/?below=5",
    "no match": "/repos/?q=nothing-like-it&kind=gitops",
    "repository": "/repos/acme/network/",
    "repository, no level": "/repos/acme/modules/",
    "repository, running": "/repos/acme/running/",
    "history": "/repos/acme/network/history/",
    "webhook": "/repos/acme/network/webhook/",
    "connect": "/repos/connect/",
    "criteria": "/criteria/",
    "find": "/find/?q=a",
    "waiting": "/waiting/",
    "preferences": "/settings/me/",
    "states": "/states/",
}
