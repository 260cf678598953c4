"""Three-valued answers: yes, no, and "the files do not tell" (None)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from maturity.core.pipeline import Event

Truth = bool | None


def both(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: Truth, right: Truth) -> Truth:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def negate(value: Truth) -> Truth:
    return None if value is None else not value


def all_of(values: Iterable[Truth]) -> Truth:
    answer: Truth = True
    for value in values:
        answer = both(answer, value)
    return answer


def any_of(values: Iterable[Truth]) -> Truth:
    answer: Truth = False
    for value in values:
        answer = either(answer, value)
    return answer


def sorted_out(
    candidates: Iterable[Event], holds: Callable[[Event], Truth]
) -> tuple[frozenset[Event], frozenset[Event]]:
    """The events under which something runs for certain, and those under which it may run."""
    answers = {event: holds(event) for event in candidates}
    return (
        frozenset(event for event, answer in answers.items() if answer is True),
        frozenset(event for event, answer in answers.items() if answer is None),
    )
