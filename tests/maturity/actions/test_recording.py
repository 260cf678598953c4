from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from msgspec.structs import replace

from maturity.actions import record_assessment
from maturity.actions.comparing import Comparison
from maturity.actions.recording import FINDINGS_KEPT
from maturity.actions.working import LeaseLost
from maturity.adapters.git import Commit
from maturity.core.criterion import Finding, Gate, Outcome
from maturity.core.scoring import Judged, Score, StackFinding
from maturity.core.source import Source
from maturity.core.tree import Skipped
from maturity.models import Assessment, Event, Repository, Run, Snapshot, Stack
from maturity.models import Finding as FindingRow
from tests.factories import make_repository, make_run, sha
from tests.maturity.actions.conftest import judgement, stack

pytestmark = pytest.mark.django_db


def running(repository: Repository | None = None) -> Run:
    run = make_run(repository or make_repository())
    run.claim("worker", timezone.now())
    return run


def commit(text: str = "one") -> Commit:
    return Commit(sha(text), datetime(2026, 3, 1, tzinfo=UTC), "Ada", text)


def record(found, repository: Repository | None = None, text: str = "one", **more) -> Assessment:
    return record_assessment(running(repository), found, commit(text), **more)


def test_everything_that_was_found_becomes_rows():
    assessment = record(judgement(2, stacks=["live/prod"]), branch="trunk")
    assert (assessment.level, assessment.met, assessment.asked) == (2, 2, 5)
    assert (assessment.snapshot.commit, assessment.snapshot.ref) == (sha("one"), "trunk")
    finding = assessment.findings.get(criterion="rung_1")
    assert finding.evidence == [{"path": "main.tf", "line": 1, "snippet": "x"}]
    assert Stack.objects.get().backend_kind == "s3"


def test_the_repository_repeats_what_lists_show():
    record(judgement(2, stacks=["a", "b"]))
    found = Repository.objects.get()
    assert (found.level, found.kind, found.stacks_total) == (2, "live-infra", 2)
    assert (found.blocker, found.blockers) == ("rung 3 is missing", 1)
    assert found.current == Assessment.objects.get()


def test_a_level_holds_since_its_commit():
    assert record(judgement(2)).since == commit().at


def test_the_same_commit_judged_anew_holds_since_then():
    repository = make_repository()
    record(judgement(2), repository)
    again = record(judgement(3), repository)
    assert again.since == again.at


def test_a_commit_that_claims_to_be_older_does_not_rewrite_history():
    repository = make_repository()
    first = record(judgement(2), repository)
    older = replace(commit("two"), at=datetime(1999, 1, 1, tzinfo=UTC))
    assert record_assessment(running(repository), judgement(3), older).since == first.since


def test_a_commit_from_the_future_holds_since_now():
    future = replace(commit(), at=timezone.now() + timedelta(days=400))
    found = record_assessment(running(), judgement(2), future)
    assert found.since == found.at


def test_a_fix_stands_beside_the_finding_it_is_for():
    record(judgement(2))
    assert FindingRow.objects.get(criterion="rung_3").fix == {
        "summary": "do it",
        "path": "a.yml",
        "content": "text",
    }
    assert FindingRow.objects.get(criterion="rung_1").fix is None


def test_answers_per_stack_are_kept():
    finding = Finding(Outcome.NOT_MET, "no", (Source("a.tf", 2, "y"),))
    judged = Judged("x", 2, Gate.REQUIRED, finding, (StackFinding("live/prod", finding),), 0, 1)
    record(judgement(2, judged=(judged,), score=Score(2, 2, ())))
    row = FindingRow.objects.get()
    assert row.stacks[0]["stack"] == "live/prod"
    assert row.stacks[0]["evidence"][0]["path"] == "a.tf"


def test_a_scan_that_found_nothing_new_writes_no_new_assessment():
    repository = make_repository()
    first = record(judgement(2), repository)
    assert record(judgement(2), repository) == first
    assert Assessment.objects.count() == 1
    assert Repository.objects.get().last_scanned_at is not None


@pytest.mark.parametrize(
    ("found", "text"),
    [(judgement(3), "one"), (judgement(2, criteria_set="set-2"), "one"), (judgement(2), "two")],
)
def test_another_answer_another_set_or_another_commit_is_a_new_assessment(found, text):
    repository = make_repository()
    record(judgement(2), repository)
    record(found, repository, text)
    assert Assessment.objects.count() == 2


def test_a_scan_that_works_clears_the_last_failure():
    record(judgement(2), make_repository(scan_error="it did not answer", scan_error_at=timezone.now()))
    assert (Repository.objects.get().scan_error, Repository.objects.get().scan_error_at) == ("", None)


def test_a_worker_that_lost_its_lease_writes_nothing():
    run = running()
    Run.objects.update(attempt=2)
    with pytest.raises(LeaseLost):
        record_assessment(run, judgement(2), commit())
    assert (Assessment.objects.count(), Snapshot.objects.count(), Stack.objects.count()) == (0, 0, 0)
    assert Repository.objects.get().level is None


def test_stacks_come_go_and_come_back_without_losing_their_past():
    repository = make_repository()
    record(judgement(2, stacks=["a", "b"]), repository, "one")
    first_seen = Stack.objects.get(directory="a").first_seen_at
    record(judgement(2, stacks=["b"]), repository, "two")
    assert [row.directory for row in Stack.objects.present()] == ["b"]
    record(judgement(2, stacks=["a", "b"]), repository, "three")
    assert Stack.objects.present().count() == Stack.objects.count() == 2
    assert Stack.objects.get(directory="a").first_seen_at == first_seen


def test_a_stack_named_twice_is_one_row():
    record(judgement(2, stacks=["a", "a"]))
    assert Stack.objects.count() == 1


def test_a_stack_that_moved_its_state_is_the_same_stack():
    repository = make_repository()
    record(judgement(2, stacks=["a"]), repository, "one")
    record(replace(judgement(2), stacks=(stack("a", backend=None),)), repository, "two")
    assert Stack.objects.get().backend_kind == ""


def test_text_no_database_takes_is_cleaned_first():
    bad = "a\0b\ud800c"
    finding = Finding(Outcome.NOT_MET, bad, (Source(bad, 1, bad),), (bad,))
    judged = (Judged("x", 1, Gate.REQUIRED, finding, (StackFinding(bad, finding),)),)
    found = judgement(0, judged=judged, score=Score(0, 0, ("x",)), unreadable=(Skipped(bad, bad),))
    record(found)
    row = FindingRow.objects.get()
    assert (row.message, row.evidence[0]["path"], row.looked_at) == ("ab?c", "ab?c", ["ab?c"])
    assert Repository.objects.get().blocker == "ab?c"


def test_old_evidence_is_dropped_and_old_levels_are_kept():
    repository = make_repository()
    for number in range(FINDINGS_KEPT + 2):
        record(judgement(2), repository, f"commit {number}")
    assert Assessment.objects.count() == FINDINGS_KEPT + 2
    assert FindingRow.objects.values("assessment").distinct().count() == FINDINGS_KEPT


def test_the_first_assessment_is_no_change_of_level():
    record(judgement(2))
    assert not Event.objects.exists()
    assert Repository.objects.get().previous_level is None


def test_a_lost_level_is_told_with_the_commit_that_lost_it():
    comparison = Comparison(shown=3, before=3, lost_by=commit("guilty"), lost=("rung_3",), since=sha("zero"))
    record(judgement(2), comparison=comparison)
    event = Event.objects.get()
    assert (event.kind, event.data["from"], event.data["to"]) == ("level.changed", 3, 2)
    assert (event.data["commit"], event.data["author"], event.data["criteria"]) == (
        sha("guilty"),
        "Ada",
        ["rung_3"],
    )
    assert Repository.objects.get().dropped


def test_a_change_of_the_criteria_set_is_no_regression():
    repository = make_repository(level=4, previous_level=3)
    record(judgement(2), repository, comparison=Comparison(shown=4, before=2, criteria_set="set-0"))
    event = Event.objects.get()
    assert (event.kind, event.data["level_before"], event.data["level_after"]) == (
        "criteria_set.changed",
        4,
        2,
    )
    found = Repository.objects.get()
    assert (found.level, found.previous_level, found.dropped) == (2, None, False)


def test_a_change_of_both_is_told_as_two_things():
    record(judgement(1), comparison=Comparison(shown=4, before=2, criteria_set="set-0", since=sha("zero")))
    assert [event.kind for event in Event.objects.order_by("pk")] == ["criteria_set.changed", "level.changed"]
    assert Event.objects.get(kind="level.changed").data["from"] == 2


def test_a_set_that_changed_without_a_commit_to_compare_blames_nobody():
    record(judgement(1), make_repository(level=4), comparison=Comparison(shown=4, criteria_set="set-0"))
    assert [event.kind for event in Event.objects.all()] == ["criteria_set.changed"]
    assert not Repository.objects.get().dropped
