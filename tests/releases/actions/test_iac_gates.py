"""The gates about infrastructure together, from rows to answers, as the default list asks them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maturity.core.plans.change import Action, ResourceChange
from maturity.models import HostedCommit, Repository, Stack
from releases.actions.checking import run_checks
from releases.core.checklist import Checklist
from releases.core.default_checklist import DEFAULT
from releases.core.facts.reports import About
from releases.models import Change, Release, ReleaseCommits, Report, Target
from tests.factories import days_ago, make_pull_request, make_scanned, sha
from tests.releases.factories import make_application, make_deployment, make_plans, make_release

GATES = {
    "merged_reviewed", "single_purpose", "ci_green", "formatted_and_valid", "iac_lint", "security_scan",
    "plan_fresh", "no_destroy", "plan_applied", "no_open_drift", "no_foreign_lock", "level_reached",
    "stage_same_digest", "stage_soak",
}  # fmt: skip
LIST = Checklist(items=tuple(one for one in DEFAULT.items if one.gate in GATES), approvals=())
UPDATE = ResourceChange(address="aws_instance.web", type="aws_instance", action=Action.UPDATE)
BASE, REVIEW = sha("2.13.0"), {"author": "jan", "outcome": "approved"}


@pytest.fixture
def release(db: None) -> Release:
    repository = make_scanned("acme/shop", 4)
    return make_release(make_application("shop", repository=repository), checklist=LIST, base_commit=BASE)


def outcomes(release: Release) -> dict[str, str]:
    rows = run_checks(release, timezone.now()).checks.filter(current=True)
    return {row.item: row.outcome for row in rows}


def make_good(release: Release, count: int) -> None:
    """Everything that CI, its host, git and the stores of states would have told."""
    repository = release.application.repository
    assert repository is not None
    told = {"repository": repository, "at": timezone.now()}
    stacks = stacks_of(repository, count)
    Target.objects.bulk_create(
        Target(application=release.application, stack=one, environment="prod") for one in stacks
    )
    make_plans(stacks, release.commit, UPDATE, updates=1)
    Change.objects.create(base=BASE, head=release.commit, on_branch=True, files=[["app.py", 9, 1]], **told)
    ReleaseCommits.objects.create(
        release=release, base=BASE, head=release.commit, commits=[release.commit], at=timezone.now()
    )
    for about in (About.FORMAT, About.LINT, About.SECURITY):
        Report.objects.create(commit=release.commit, about=about, ok=True, tool="x", **told)
    make_deployment(release.application, started_at=days_ago(2), finished_at=days_ago(2))
    make_pull_request(
        repository, 7, state="merged", merge_sha=release.commit, reviews=[REVIEW], reviewed_at=timezone.now()
    )
    checks = [{"name": "test", "outcome": "success", "url": "", "optional": False}]
    HostedCommit.objects.create(
        repository=repository, commit=release.commit, wanted_at=timezone.now(), looked_at=timezone.now(),
        checks=checks, pulls=[7],
    )  # fmt: skip


def stacks_of(repository: Repository, count: int) -> list[Stack]:
    now = timezone.now()
    return Stack.objects.bulk_create(
        Stack(repository=repository, directory=f"live/{n:03}", tool="terraform", environment="prod",
              first_seen_at=now, checked_at=now, state_checked_at=now)
        for n in range(count)
    )  # fmt: skip


def test_a_release_of_which_nothing_is_known_is_let_on_by_none_of_them(release: Release):
    found = outcomes(release)
    assert set(found) == {one.key for one in LIST.items}
    unknown = {item for item, outcome in found.items() if outcome == "unknown"}
    assert set(found) - unknown == {"iac.level"}
    rows = release.checks.filter(current=True, outcome="unknown")
    assert [row.item for row in rows if not row.answer] == []


def test_a_release_of_which_all_is_well_is_let_on_by_all_of_them(release: Release):
    make_good(release, 3)
    found = outcomes(release)
    assert {item for item, outcome in found.items() if outcome not in ("passed", "not_applicable")} == set()


def test_every_answer_about_a_stack_leads_to_a_page(release: Release):
    make_good(release, 3)
    run_checks(release, timezone.now())
    rows = release.checks.filter(
        current=True, item__in=["iac.drift", "iac.plan_fresh", "iac.lock", "src.merged"]
    )
    assert [row.item for row in rows if not all(one["url"] for one in row.evidence)] == []


def asked(release: Release, count: int) -> int:
    make_good(release, count)
    outcomes(release)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        run_checks(release, timezone.now())
    return len(queries)


def test_five_hundred_stacks_cost_as_many_queries_as_three(release: Release):
    few = asked(release, 3)
    other = make_release(
        make_application("other", repository=make_scanned("acme/other", 4)), checklist=LIST, base_commit=BASE
    )
    assert asked(other, 500) == few
