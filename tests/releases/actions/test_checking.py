"""Gates are asked, CI sends evidence, and what changes is told once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.models import Event
from releases.actions.checking import attest, run_checks
from releases.actions.errors import Overtaken
from releases.core.checklist import Checklist, Item, Kind, Proof
from releases.core.gate import Outcome
from releases.models import CheckRun, Release
from tests.releases.factories import SHORT, make_check, make_release

pytestmark = pytest.mark.django_db
DRIFT = SHORT.items[0]
CI = Item(key="ci.green", title="CI is green", kind=Kind.ATTESTED)
LINT = Item(key="iac.lint", title="tflint", kind=Kind.ATTESTED, proof=Proof.LINK)


def release_of(*items: Item, **fields) -> Release:
    return make_release(checklist=Checklist(items=items, approvals=()), **fields)


def sent(release: Release, item: str = "ci.green", outcome: str = "passed", **fields) -> CheckRun:
    given = {"reason": "12 checks", "url": "", "digest": release.digest, "values": {}, "by": "ci"}
    return attest(release, item, outcome, now=timezone.now(), **{**given, **fields})


def test_each_gate_is_asked_and_answered(gates):
    release = release_of(DRIFT)
    run_checks(release, timezone.now())
    row = release.checks.get()
    assert (row.outcome, row.reason, row.digest, row.source) == (
        "passed", "it is passed", release.digest, "gate",
    )  # fmt: skip


def test_a_gate_that_says_the_same_again_fills_no_table(gates):
    release, now = release_of(DRIFT), timezone.now()
    for hours in range(3):
        run_checks(release, now + timedelta(hours=hours))
    assert release.checks.get().at == now + timedelta(hours=2)
    assert not Event.objects.filter(kind="gate.changed").exists()


def test_an_answer_that_changes_is_kept_beside_the_old_one_and_told(gates):
    release, now = release_of(DRIFT), timezone.now()
    run_checks(release, now)
    gates.outcomes["no_open_drift"] = Outcome.FAILED
    release = run_checks(release, now)
    assert [(row.outcome, row.current) for row in release.checks.order_by("pk")] == [
        ("passed", False), ("failed", True),
    ]  # fmt: skip
    told = Event.objects.get(kind="gate.changed").data
    assert (told["item"], told["before"], told["outcome"]) == ("iac.drift", "passed", "failed")
    assert release.revision == 1


@pytest.mark.parametrize("broken", [KeyError("x"), ValueError("no"), ZeroDivisionError()])
def test_a_gate_that_breaks_costs_one_answer(gates, broken):
    other = Item(key="iac.level", title="Level", gate="level_at_least")
    gates.outcomes["no_open_drift"] = broken
    release = run_checks(release_of(DRIFT, other), timezone.now())
    outcomes = dict(release.checks.values_list("item", "outcome"))
    assert outcomes == {"iac.drift": "error", "iac.level": "passed"}


def test_a_gate_that_is_not_there_is_an_error_and_lets_nothing_on(gates):
    release = run_checks(release_of(Item(key="x", title="X", gate="gone")), timezone.now())
    assert (release.checks.get().outcome, release.checks.get().reason) == ("error", 'there is no gate "gone"')


def test_a_release_follows_what_its_gates_say(gates):
    release = release_of(DRIFT, state="in_review")
    assert run_checks(release, timezone.now()).state == "approved"
    gates.outcomes["no_open_drift"] = Outcome.UNKNOWN
    assert run_checks(release, timezone.now()).state == "in_review"
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["release.approved", "gate.changed", "release.unsettled"]


@pytest.mark.parametrize("state", ["completed", "rejected", "rolled_back"])
def test_what_is_over_is_asked_nothing(gates, state):
    assert not run_checks(release_of(DRIFT, state=state), timezone.now()).checks.exists()


def test_what_ci_sends_answers_the_item_that_waits_for_it():
    release = release_of(CI, state="in_review")
    row = sent(release, url="https://ci.example.com/1", values={"checks": 12})
    release.refresh_from_db()
    assert (row.source, row.by, row.evidence[0]["url"], release.state) == (
        "api", "ci", "https://ci.example.com/1", "approved",
    )  # fmt: skip


def test_evidence_for_another_subject_is_not_taken():
    with pytest.raises(Overtaken, match="has changed"):
        sent(release_of(CI), digest="b" * 64)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"item": "iac.drift"}, "No item of this checklist"),
        ({"item": "nothing"}, "No item of this checklist"),
        ({"item": "iac.lint"}, "address of its evidence"),
        ({"outcome": "great"}, "The outcome is one of"),
        ({"reason": "x" * 1_001}, "longer than 1,000"),
        ({"url": "javascript:alert(1)"}, "must begin with https://"),
        ({"values": {"a": float("nan")}}, "Values are at most"),
        ({"values": {"a": {"b": 1}}}, "Values are at most"),
        ({"values": {str(n): n for n in range(51)}}, "Values are at most"),
    ],
)
def test_evidence_that_makes_no_sense_is_refused(fields, sentence):
    release = release_of(DRIFT, CI, LINT)
    with pytest.raises(Refused, match=sentence):
        sent(release, **fields)
    assert not release.checks.exists()


def test_evidence_with_characters_no_database_takes_is_cleaned():
    row = sent(release_of(CI), reason="a\0b", values={"x\0": "y\0"})
    assert (row.reason, row.values) == ("ab", {"x": "y"})


def test_evidence_that_was_sent_stays_when_the_gates_are_asked(gates):
    release = release_of(DRIFT, CI)
    sent(release)
    run_checks(release, timezone.now())
    assert set(release.checks.filter(current=True).values_list("item", flat=True)) == {
        "ci.green",
        "iac.drift",
    }


def test_what_is_over_takes_no_evidence():
    with pytest.raises(Refused, match="over"):
        sent(release_of(CI, state="completed"))


def test_an_answer_given_for_another_subject_is_given_anew(gates):
    release = release_of(DRIFT)
    make_check(release, "iac.drift", digest="b" * 64)
    run_checks(release, timezone.now())
    assert release.checks.get(current=True).digest == release.digest
