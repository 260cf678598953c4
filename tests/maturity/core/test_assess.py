"""One commit in, one assessment out."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from maturity.core import assess as module
from maturity.core.assess import Assessment, assess
from maturity.core.criterion import Finding, Fix, Outcome, all_criteria
from maturity.core.facts import Missing, infrastructure
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.kind import Kind, KindName
from maturity.core.facts.owners import Owners
from maturity.core.readers import codeowners
from maturity.core.scoring import Judged
from maturity.core.tree import MemoryTree
from maturity.core.waiver import Waiver
from tests.maturity.core.making import LIVE, TERRAFORM, criterion_about

FLUX = {
    f"apps/{name}.yaml": f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n"
    for name in "abcdef"
} | {
    "clusters/home/apps.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
    "metadata:\n  name: apps\nspec:\n  path: ./apps\n  prune: true\n"
}


def answer(found: Assessment, criterion: str) -> Judged:
    return next(one for one in found.judged if one.criterion == criterion)


def test_every_criterion_is_answered_once():
    found = assess(MemoryTree(TERRAFORM))
    assert [one.criterion for one in found.judged] == [criterion.id for criterion in all_criteria()]


def test_an_assessment_can_be_kept_and_sent():
    found = assess(MemoryTree(TERRAFORM))
    assert msgspec.json.decode(msgspec.json.encode(found))["score"]["level"] == 2


def test_our_own_mistake_costs_one_answer(monkeypatch: pytest.MonkeyPatch):
    def broken() -> Finding:
        raise ZeroDivisionError("division by zero")

    criteria = (criterion_about("broken", check=broken), criterion_about("sound", level=1))
    monkeypatch.setattr(module, "all_criteria", lambda: criteria)
    found = assess(MemoryTree({}), given=(LIVE,))
    assert answer(found, "broken").finding.message.endswith("ZeroDivisionError: division by zero")
    assert answer(found, "broken").outcome is Outcome.ERROR
    assert answer(found, "sound").outcome is Outcome.MET


def test_our_own_mistake_about_the_stacks_costs_what_needs_them(monkeypatch: pytest.MonkeyPatch):
    def broken(_: object) -> list[object]:
        raise KeyError("backend")

    monkeypatch.setattr(infrastructure, "_one_per_place", broken)
    found = assess(MemoryTree(TERRAFORM | {"terraform.tfstate": "{}"}))
    assert (found.score.level, answer(found, "declarative_iac").outcome) == (None, Outcome.UNKNOWN)
    assert answer(found, "declarative_iac").finding.message.startswith("Rungs failed to find out the Infrast")
    assert answer(found, "state_not_in_git").outcome is Outcome.NOT_MET


def test_a_state_beside_a_cluster_is_asked_for_what_gates_nothing():
    backend = (
        'terraform {\n  backend "gcs" {\n    bucket = "b"\n  }\n}\nresource "google_dns_record_set" "a" {}\n'
    )
    found = assess(MemoryTree(FLUX | {"terraform/dns/main.tf": backend}))
    assert answer(found, "remote_state").present
    assert [one.stack for one in answer(found, "state_locking").stacks] == ["clusters/home", "terraform/dns"]
    assert "terraform/dns" not in [one.stack for one in answer(found, "plan_on_pull_request").stacks]


def test_a_fact_nobody_could_collect_is_unknown_and_says_why():
    missing: dict[type, Missing] = {Owners: Missing("GitHub answered 403")}
    owned = answer(assess(MemoryTree(TERRAFORM), missing=missing), "code_owners")
    assert (owned.outcome, owned.finding.message) == (Outcome.UNKNOWN, "GitHub answered 403")


def test_a_library_is_not_asked_about_its_state():
    found = assess(MemoryTree(TERRAFORM), given=(Kind(KindName.LIBRARY, "modules only"),))
    assert answer(found, "remote_state").outcome is Outcome.NOT_APPLICABLE
    assert answer(found, "format_checked").outcome is Outcome.NOT_MET
    assert found.score.level is None


def test_a_repository_without_infrastructure_is_asked_nothing_about_it():
    found = assess(MemoryTree({"README.md": "# Notes\n"}))
    assert {one.outcome for one in found.judged if one.level} == {Outcome.NOT_APPLICABLE}
    assert found.fixes == {}


def test_a_waived_requirement_counts_until_it_ends():
    waiver = Waiver(criterion="plan_on_pull_request", reason="moving to HCP", owner="ana", approver="bo",
                    expires=date(2026, 6, 1))  # fmt: skip
    before = assess(MemoryTree(TERRAFORM), waivers=[waiver], today=date(2026, 6, 1))
    after = assess(MemoryTree(TERRAFORM), waivers=[waiver], today=date(2026, 6, 2))
    assert answer(before, "plan_on_pull_request").outcome is Outcome.WAIVED
    assert answer(after, "plan_on_pull_request").outcome is Outcome.NOT_MET
    assert before.practices["plan_on_pr"] is False


def test_what_is_open_and_required_comes_with_a_fix_for_this_repository():
    fix = assess(MemoryTree(TERRAFORM)).fixes["plan_on_pull_request"]
    assert fix.path == ".github/workflows/plan.yml"
    assert '["infra"]' in fix.content


def test_the_same_tree_gives_the_same_assessment():
    assert assess(MemoryTree(TERRAFORM)) == assess(MemoryTree(TERRAFORM))


def test_a_fix_we_cannot_write_costs_the_fix(monkeypatch: pytest.MonkeyPatch):
    def broken(_: RepositoryContext) -> Fix:
        raise KeyError("tool")

    criteria = tuple(msgspec.structs.replace(one, fix=broken) for one in all_criteria())
    monkeypatch.setattr(module, "all_criteria", lambda: criteria)
    found = assess(MemoryTree(TERRAFORM))
    assert found.fixes["plan_on_pull_request"].summary == "Rungs failed to write this fix: KeyError: 'tool'"


def test_scripts_keep_no_state():
    found = assess(MemoryTree({"up.sh": "#!/bin/sh\naws ec2 create-vpc --cidr-block 10.0.0.0/16\n"}))
    assert answer(found, "scripted").outcome is Outcome.MET
    assert answer(found, "remote_state").outcome is Outcome.NOT_APPLICABLE
    assert answer(found, "modules").outcome is Outcome.NOT_APPLICABLE


def test_a_file_we_fail_to_read_costs_that_file(monkeypatch: pytest.MonkeyPatch):
    def broken(path: str, data: bytes) -> None:
        raise IndexError("no such line")

    monkeypatch.setattr(codeowners.reader, "read", broken)
    found = assess(MemoryTree(TERRAFORM | {"CODEOWNERS": "* @a/b\n"}))
    assert [str(one.reason) for one in found.unreadable] == [
        "Rungs failed to read this: IndexError: no such line"
    ]
    assert found.score.level == 2
