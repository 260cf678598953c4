"""Whether two plans are of the same stack, told by a sample of their addresses."""

from __future__ import annotations

import pytest

from maturity.core.plans import same_stack
from maturity.core.plans.sketch import SIZE, Sketch
from tests.maturity.core.plans.making import reading, resource


def sketch(numbers: range, name: str = "a") -> tuple[int, ...]:
    made = Sketch()
    for number in numbers:
        made.add(f"aws_instance.{name}[{number}]")
    return made.smallest()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (sketch(range(5_000)), sketch(range(5_000)), True),
        (sketch(range(5_000)), sketch(range(200, 5_000)), True),
        (sketch(range(10)), sketch(range(30)), True),
        (sketch(range(5_000)), sketch(range(5_000), "b"), False),
        (sketch(range(10)), sketch(range(10), "b"), False),
        (sketch(range(2)), sketch(range(2)), None),
        (sketch(range(0)), sketch(range(100)), None),
        (sketch(range(10)), sketch(range(7, 17)), None),
        (sketch(range(8)), sketch(range(50_000)), None),
    ],
)
def test_two_sketches_say_the_same_another_or_nothing(
    one: tuple[int, ...], other: tuple[int, ...], same: bool | None
):
    assert same_stack(one, other) is same
    assert same_stack(other, one) is same


def test_a_sketch_is_small_sorted_and_the_same_in_any_order():
    made = Sketch()
    for number in reversed(range(9_000)):
        made.add(f"aws_instance.a[{number}]")
    assert made.smallest() == sketch(range(9_000))
    assert len(made.smallest()) == SIZE
    assert list(made.smallest()) == sorted(made.smallest())


def test_a_sketch_is_of_managed_resources_changed_or_not():
    some = [resource(f"aws_instance.a[{n}]") for n in range(6)]
    data = resource("data.aws_ami.a", "read", mode="data")
    assert reading(*some, data).sketch == reading(*some).sketch
    assert len(reading(*some).sketch) == 6
