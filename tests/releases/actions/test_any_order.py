"""Whatever people, CI and the clock do, and in whatever order: nothing starts that may not."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from maturity.models import Role
from releases.core.gate import Outcome
from tests.releases.any_order import PEOPLE, SIGNERS, TWISTS, AnyOrder

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(400)]
VERSION = "2.14.0"
# To make a story shorter takes longer than to read it.
SHARED = [HealthCheck.function_scoped_fixture]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.fixture
def asked() -> Iterator[AnyOrder]:
    """One release that lacks nothing but the signatures of the whole."""
    AnyOrder.started.clear()
    story = AnyOrder()
    story.begin()
    story.agree(VERSION, [])
    yield story
    story.teardown()


SPOILED = [
    ("revoke", {"version": VERSION, "name": "ana", "item": ""}),
    ("revoke", {"version": VERSION, "name": "leo", "item": "ops.owner"}),
    ("reject", {"version": VERSION, "name": "ana", "item": "ops.owner"}),
    ("reject", {"version": VERSION, "name": "leo", "item": ""}),
    ("role", {"name": "ana", "role": Role.ENGINEER}),
    ("role", {"name": "ana", "role": None}),
    ("close_account", {"name": "mia"}),
    ("commit", {"version": VERSION, "name": "mia"}),
    ("commit", {"version": VERSION, "name": "leo"}),
    ("gate", {"outcome": Outcome.FAILED}),
    ("gate", {"outcome": Outcome.UNKNOWN}),
    ("ci", {"version": VERSION, "outcome": Outcome.FAILED}),
    ("clock", {"hours": 25}),
    ("clock", {"hours": 48}),
    ("clock", {"hours": -1}),
    ("change", {"version": VERSION, "byte": "b"}),
]


def test_with_everybody_s_agreement_it_starts(asked):
    asked.agree(VERSION, ["mia", "ana"])
    asked.start(VERSION, "eva")
    assert asked.started == [VERSION]


@pytest.mark.parametrize("twist", SPOILED)
def test_one_thing_that_is_spoiled_keeps_it_back(asked, twist):
    asked.agree(VERSION, ["mia", "ana"])
    asked.trouble(twist)
    asked.start(VERSION, "eva")
    assert asked.started == []


@pytest.mark.parametrize("starter", ["mia", "ana", "leo"])
def test_nobody_starts_what_their_own_word_approved(asked, starter):
    asked.agree(VERSION, ["mia", "ana"])
    asked.start(VERSION, starter)
    assert asked.started == []


@settings(max_examples=100, deadline=None, phases=PHASES, suppress_health_check=SHARED)
@given(signers=SIGNERS, twists=st.lists(TWISTS, max_size=2), starter=PEOPLE)
def test_whatever_comes_between_signing_and_starting_counts(asked, signers, twists, starter):
    before = asked.model, dict(asked.gates.outcomes)
    with transaction.atomic():
        asked.model = deepcopy(asked.model)
        for name in signers:
            asked.sign(VERSION, name, "")
        for one in twists:
            asked.trouble(one)
        asked.start(VERSION, starter)
        asked.the_history_says_the_same()
        transaction.set_rollback(True)
    asked.model, asked.gates.outcomes = before


def test_no_order_of_actions_starts_what_may_not_start():
    AnyOrder.started.clear()
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(max_examples=20, stateful_step_count=20, deadline=None, phases=PHASES),
    )
    assert AnyOrder.started  # otherwise all of this says nothing
