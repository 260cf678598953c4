"""From findings to a level."""

from __future__ import annotations

import pytest

from maturity.core.criterion import Finding, Gate, Outcome, met, not_applicable, not_met, unknown
from maturity.core.facts.kind import Kind, KindName
from maturity.core.facts.stack import Stack
from maturity.core.scoring import Judged, Score, deciding, roll_up, score
from tests.maturity.core.making import LIVE, criterion_about, stack

YES, NO, MAYBE = met("yes"), not_met("no"), unknown("who knows")


def answers(*findings: Finding, gate: Gate = Gate.REQUIRED) -> list[Judged]:
    """One required criterion on each level, from 1 up."""
    return [Judged(f"c{level}", level, gate, finding) for level, finding in enumerate(findings, 1)]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ((YES, YES, YES, YES, YES), Score(5, 5, ())),
        ((YES, YES, NO, YES, YES), Score(2, 2, ("c3",))),
        ((YES, YES, MAYBE, YES, NO), Score(2, 4, ("c3",))),
        ((YES, MAYBE, NO, YES, YES), Score(1, 2, ("c2",))),
        ((NO, YES, YES, YES, YES), Score(0, 0, ("c1",))),
    ],
)
def test_a_level_needs_itself_and_all_below_and_unknown_blocks_only_the_verified_one(
    findings: tuple[Finding, ...], expected: Score
):
    assert score(LIVE, answers(*findings)) == expected


def test_what_is_recommended_gates_nothing():
    assert score(LIVE, answers(YES, NO, NO, NO, NO, gate=Gate.RECOMMENDED)).level == 5


def test_a_module_library_has_no_level():
    assert score(Kind(KindName.LIBRARY, "modules only"), answers(NO)) == Score(None, None, ())


def test_stacks_of_prod_decide_and_the_others_are_shown():
    found: dict[Stack | None, Finding] = {stack("dev", "dev"): NO, stack("prod", "prod"): YES}
    judged = roll_up(criterion_about("planned"), found)
    assert (judged.outcome, judged.met, judged.of) == (Outcome.MET, 1, 1)
    assert [each.finding.outcome for each in judged.stacks] == [Outcome.NOT_MET, Outcome.MET]


def test_without_a_stack_of_prod_all_of_them_decide_and_the_worst_is_the_answer():
    judged = roll_up(criterion_about("planned"), {stack("a"): YES, stack("b"): NO})
    assert judged.finding == not_met("no (1 of 2 stacks meet this)")


def test_what_no_stack_meets_names_none_of_them():
    judged = roll_up(criterion_about("planned"), {stack(name): NO for name in "abc"})
    assert (judged.finding, judged.met, judged.of) == (NO, 0, 3)


def test_one_straggler_in_five_is_named_and_does_not_take_the_rung():
    found: dict[Stack | None, Finding] = {stack(name): YES for name in "abcd"}
    judged = roll_up(criterion_about("planned"), {**found, stack("e"): NO})
    assert judged.finding.outcome is Outcome.MET
    assert judged.finding.message == "yes (4 of 5 stacks meet this; not e)"


def test_two_stragglers_in_five_take_the_rung():
    found: dict[Stack | None, Finding] = {stack(name): YES for name in "abc"}
    judged = roll_up(criterion_about("planned"), {**found, stack("d"): NO, stack("e"): NO})
    assert judged.outcome is Outcome.NOT_MET


def test_stacks_nobody_knows_about_make_the_answer_unknown_when_they_could_tip_it():
    found: dict[Stack | None, Finding] = {stack(name): YES for name in "abc"}
    judged = roll_up(criterion_about("planned"), {**found, stack("d"): MAYBE, stack("e"): NO})
    assert judged.outcome is Outcome.UNKNOWN


def test_a_stack_the_question_is_not_about_is_left_out():
    judged = roll_up(criterion_about("planned"), {stack("a"): YES, stack("b"): not_applicable("no state")})
    assert (judged.outcome, judged.of) == (Outcome.MET, 1)


def test_met_in_one_stack_is_present_even_when_the_repository_fails():
    judged = roll_up(criterion_about("planned"), {stack("a", "prod"): NO, stack("b", "dev"): YES})
    assert judged.outcome is Outcome.NOT_MET
    assert judged.present is True


def test_nobody_knows_is_neither_present_nor_absent():
    assert roll_up(criterion_about("planned"), {None: MAYBE}).present is None
    assert roll_up(criterion_about("planned"), {None: NO}).present is False


def test_what_keeps_the_state_is_made_by_hand_and_decides_nothing_beside_others():
    first, web, prod = (
        stack("live/prod/bootstrap", "prod"),
        stack("live/stage/web", "stage"),
        stack("live/prod/web", "prod"),
    )
    assert deciding([first, web]) == [web]
    assert deciding([first, web, prod]) == [prod]
    assert deciding([first]) == [first]
