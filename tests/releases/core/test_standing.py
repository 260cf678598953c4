"""Where a release stands: nothing missing, stale, expired or objected to lets it on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.core.gate import LETTING, Outcome
from releases.core.known import AUTHORS, WHOLE, Answer, Known, Waived, Word
from releases.core.quorum import Parties, Voter
from releases.core.standing import Mark, Standing, standing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
THIS, OTHER = "a" * 64, "b" * 64
DRIFT = Item(key="iac.drift", title="No drift", gate="no_open_drift", max_age=24)
OWNER = Item(key="ops.owner", title="Somebody is on call", kind=Kind.MANUAL)
LIST = Checklist(items=(DRIFT, OWNER), approvals=(Approval("approver", 1),))
MIA = Voter(account=2, username="mia", role=30)


def answer(outcome: Outcome = Outcome.PASSED, **fields: Any) -> Answer:
    given = {"reason": "3 stacks are in sync", "digest": THIS, "at": NOW - HOUR}
    return Answer(outcome=outcome, **{**given, **fields})


def word(item: str = WHOLE, **fields: Any) -> Word:
    given = {"key": 1, "voter": MIA, "name": "Mia", "approve": True, "digest": THIS, "at": NOW - HOUR}
    return Word(item=item, **{**given, "expires_at": NOW + HOUR, **fields})


def waived(item: str = "iac.drift", **fields: Any) -> Waived:
    given = {"account": 9, "name": "Ana", "reason": "known", "digest": THIS, "at": NOW - HOUR}
    return Waived(item=item, **{**given, "until": NOW + HOUR, **fields})


def known(**fields: Any) -> Known:
    """One that is approved, unless a field says otherwise."""
    given: dict[str, Any] = {
        "checklist": LIST, "digest": THIS, "parties": Parties(author=1, commits=()),
        "answers": {"iac.drift": answer()}, "words": (word("ops.owner"), word()),
    }  # fmt: skip
    return Known(**{**given, **fields})


def of(item: str, **fields: Any) -> Mark:
    found = standing(known(**fields), NOW).of(item)
    assert found is not None
    return found.state


def test_everything_answered_and_agreed_is_approved():
    found = standing(known(), NOW)
    assert (found.ready, found.approved, found.blockers) == (True, True, ())


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_gate_lets_on_only_when_it_passed_or_does_not_apply(outcome):
    found = standing(known(answers={"iac.drift": answer(outcome)}), NOW)
    assert found.ready == (outcome in LETTING)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"digest": OTHER}, "answered for another subject"),
        ({"at": NOW - 25 * HOUR}, "answered more than 24 hours ago"),
        ({"at": NOW + HOUR}, "answered in the future"),
    ],
)
def test_an_answer_that_does_not_hold_now_is_stale(fields, why):
    found = standing(known(answers={"iac.drift": answer(**fields)}), NOW)
    drift = found.of("iac.drift")
    assert drift is not None
    assert (drift.state, found.ready) == (Mark.STALE, False)
    assert drift.reason.startswith(why)


def test_what_nobody_answered_is_pending_and_says_what_would_answer_it():
    found = standing(known(answers={}), NOW)
    assert [(one.item, one.answer) for one in found.blockers] == [("iac.drift", "run the checks")]


def test_an_item_that_only_advises_keeps_nothing_back():
    advice = Checklist(items=(replace(DRIFT, blocking=False), OWNER), approvals=LIST.approvals)
    found = standing(known(checklist=advice, answers={"iac.drift": answer(Outcome.FAILED)}), NOW)
    assert found.approved


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, Mark.WAIVED),
        ({"until": NOW}, Mark.FAILED),
        ({"digest": OTHER}, Mark.FAILED),
        ({"at": NOW + HOUR}, Mark.FAILED),
    ],
)
def test_a_waiver_holds_for_its_subject_and_its_time(fields, state):
    failed = {"iac.drift": answer(Outcome.FAILED)}
    assert of("iac.drift", answers=failed, waivers=(waived(**fields),)) is state


def test_what_passed_is_not_shown_as_waived():
    assert of("iac.drift", waivers=(waived(),)) is Mark.PASSED


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, Mark.PASSED),
        ({"expires_at": NOW}, Mark.STALE),
        ({"digest": OTHER}, Mark.STALE),
        ({"at": NOW + HOUR}, Mark.STALE),
        ({"voter": replace(MIA, role=20)}, Mark.STALE),
        ({"voter": replace(MIA, account=1)}, Mark.STALE),
        ({"approve": False, "comment": "nobody is"}, Mark.FAILED),
        ({"approve": False, "expires_at": NOW - HOUR}, Mark.FAILED),
        ({"approve": False, "digest": OTHER}, Mark.PENDING),
    ],
)
def test_an_item_of_people_needs_a_word_that_counts(fields, state):
    assert of("ops.owner", words=(word("ops.owner", **fields), word())) is state


def test_an_objection_to_an_item_is_not_waived_away():
    words = (word("ops.owner", approve=False), word())
    assert of("ops.owner", words=words, waivers=(waived("ops.owner"),)) is Mark.FAILED


@pytest.mark.parametrize(
    "fields",
    [
        {"expires_at": NOW},
        {"digest": OTHER},
        {"at": NOW + HOUR},
        {"voter": replace(MIA, role=20)},
        {"voter": replace(MIA, role=0)},
        {"voter": replace(MIA, account=1)},
    ],
)
def test_an_agreement_that_does_not_count_approves_nothing(fields):
    found = standing(known(words=(word("ops.owner"), word(**fields))), NOW)
    assert (found.ready, found.approved) == (True, False)
    assert found.blockers[-1].reason == "0 of 1 with the role approver agreed"


def test_one_objection_outweighs_every_agreement():
    no = word(key=2, voter=replace(MIA, account=3, username="bo"), approve=False, comment="not on Friday")
    found = standing(known(words=(word("ops.owner"), word(), no)), NOW)
    assert not found.approved
    assert found.blockers[0].reason == "Mia rejected it: not on Friday"


def test_authors_that_nobody_knows_keep_it_back_until_that_is_waived():
    unknown = Parties(author=1)
    found = standing(known(parties=unknown), NOW)
    assert [one.item for one in found.blockers] == [AUTHORS]
    assert standing(known(parties=unknown, waivers=(waived(AUTHORS),)), NOW).approved


def test_what_is_not_known_cannot_be_approved():
    found = standing(known(digest="", answers={"iac.drift": answer(digest="")}), NOW)
    assert (found.ready, found.approved) == (False, False)


STAMPS = st.integers(-100, 100).map(lambda hours: NOW + hours * HOUR)
WORDS = st.lists(
    st.builds(
        Word, key=st.integers(1, 9), item=st.sampled_from([WHOLE, "ops.owner"]), approve=st.booleans(),
        voter=st.builds(
            Voter, account=st.integers(1, 4) | st.none(), username=st.sampled_from(["lin", "mia", "x[bot]"]),
            role=st.sampled_from([0, 10, 20, 30, 40, 50]), emails=st.sampled_from([(), ("lin@example.com",)]),
        ),
        name=st.just("somebody"), digest=st.sampled_from([THIS, OTHER]), at=STAMPS,
        expires_at=STAMPS | st.none(),
    ), max_size=4,
).map(tuple)  # fmt: skip
ANSWERS = st.builds(answer, st.sampled_from(list(Outcome)), digest=st.sampled_from([THIS, OTHER]), at=STAMPS)


@given(WORDS, ANSWERS)
def test_whatever_was_said_only_what_holds_now_approves(words, found):
    """The rules once more, in the plainest words."""
    lin = Parties(author=1, author_emails=("lin@example.com",), commits=())
    result: Standing = standing(known(words=words, answers={"iac.drift": found}, parties=lin), NOW)
    if not result.approved:
        return
    here = [one for one in words if one.digest == THIS]
    assert all(one.approve for one in here)
    for item in (WHOLE, "ops.owner"):
        assert any(
            one.item == item and one.voter.account not in (1, None) and one.voter.role >= 30
            and "lin@example.com" not in one.voter.emails and one.voter.username != "x[bot]"
            and (one.expires_at is None or one.expires_at > NOW) and one.at <= NOW + timedelta(minutes=5)
            for one in here
        )  # fmt: skip
    assert (found.outcome in LETTING, found.digest) == (True, THIS)
    assert NOW - 24 * HOUR <= found.at <= NOW + timedelta(minutes=5)
