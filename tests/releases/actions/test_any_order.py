"""Whatever people, CI and the clock do, and in whatever order: nothing starts that may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.releases.any_order import SIGNERS, STARTERS, TWISTS, AnyOrder, Step
from tests.releases.spoiled import SPOILED, START, TOLD, VERSION, of

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(400)]
# To make a story shorter takes longer than to read it.
SHARED = [HealthCheck.function_scoped_fixture]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.fixture
def agreed(asked: AnyOrder) -> AnyOrder:
    """It would start."""
    asked.agreed(VERSION, ["mia", "ana"])
    return asked


@pytest.fixture
def asked() -> Iterator[AnyOrder]:
    """One release that lacks nothing but the signatures of the whole."""
    AnyOrder.started.clear()
    story = AnyOrder()
    story.begin()
    story.agree(VERSION, [])
    yield story
    story.teardown()


def test_one_thing_that_is_spoiled_keeps_it_back(agreed: AnyOrder, subtests: pytest.Subtests):
    for what, steps in SPOILED.items():
        with subtests.test(what), agreed.aside():
            agreed.play([*steps, START])
            assert agreed.started == []


@pytest.mark.parametrize("starter", ["mia", "ana", "leo"])
def test_nobody_starts_what_their_own_word_approved(agreed: AnyOrder, starter: str):
    agreed.play([of("start", name=starter)])
    assert agreed.started == []


def test_what_follows_opens_as_often_as_it_may(agreed: AnyOrder, subtests: pytest.Subtests):
    for what, (starts, uses, steps) in TOLD.items():
        with subtests.test(what), agreed.aside():
            agreed.play(steps)
            assert (len(agreed.started), len(agreed.used)) == (starts, uses)


@settings(max_examples=60, deadline=None, phases=PHASES, suppress_health_check=SHARED)
@given(signers=SIGNERS, twists=st.lists(TWISTS, max_size=2), starter=STARTERS)
def test_whatever_comes_between_signing_and_starting_counts(
    asked: AnyOrder, signers: list[str], twists: list[Step], starter: str
):
    with asked.aside():
        asked.play([*(of("sign", name=name) for name in signers), *twists, of("start", name=starter)])


def test_no_order_of_actions_starts_what_may_not_start():
    AnyOrder.started.clear()
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(max_examples=15, stateful_step_count=15, deadline=None, phases=PHASES),
    )
    assert AnyOrder.started  # otherwise all of this says nothing
