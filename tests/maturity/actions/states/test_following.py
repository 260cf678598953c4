"""One check after each apply that was seen, where a worker of ours plans."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions.states import look_at_state
from maturity.models import Run, Stack, State, Trigger
from tests.maturity.actions.states.conftest import Store


@pytest.fixture
def pulled(stack: Stack, store: Store) -> Stack:
    """In pull mode, with a state that was looked at once."""
    Stack.objects.update(mode="pull")
    stack.refresh_from_db()
    store.write(1)
    assert look_at_state(stack) is None
    stack.state_versions.update(at=timezone.now() - timedelta(days=2))
    return stack


def end(run: Run | None, state: State = State.FINISHED) -> None:
    assert run is not None
    Run.objects.filter(pk=run.pk).update(state=state)


def test_an_apply_asks_for_one_check(pulled: Stack, store: Store) -> None:
    assert look_at_state(pulled) is None
    store.write(2)
    run = look_at_state(pulled)
    assert run is not None
    assert (run.stack, run.trigger, run.requested_by) == (pulled, Trigger.APPLY, None)
    end(run)
    assert look_at_state(pulled) is None
    store.write(3)
    Run.objects.update(requested_at=timezone.now() - timedelta(minutes=1))
    end(look_at_state(pulled))
    assert Run.objects.count() == 2


def test_nothing_is_asked_for_before_the_apply_is_over(pulled: Stack, store: Store) -> None:
    store.lock("runner@fv-az1")
    store.write(2)
    assert look_at_state(pulled) is None
    store.unlock()
    assert look_at_state(pulled) is not None


def test_a_check_that_met_a_lock_is_made_up_for(pulled: Stack, store: Store) -> None:
    store.write(2)
    end(look_at_state(pulled), State.SKIPPED)
    assert look_at_state(pulled) is not None


def test_one_that_a_person_cancelled_does_not_come_back(pulled: Stack, store: Store) -> None:
    store.write(2)
    end(look_at_state(pulled), State.CANCELLED)
    assert look_at_state(pulled) is None


def test_a_stack_that_ci_plans_is_left_to_ci(pulled: Stack, store: Store) -> None:
    Stack.objects.update(mode="push")
    store.write(2)
    assert look_at_state(pulled) is None
    assert not Run.objects.exists()
